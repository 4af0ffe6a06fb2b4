"""What is measured: lexicons, the hits they find, and the sums those hits give."""
