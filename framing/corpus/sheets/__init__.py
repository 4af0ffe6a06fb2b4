"""Tables: workbooks, what programs call Excel, and where a CSV goes on behind an open quotation mark."""
