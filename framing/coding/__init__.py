"""Human coding in the loop: samples out, codes in, how far coders agree, and what their codes correct."""
