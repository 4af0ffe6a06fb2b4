"""Which articles are about one event: words that tell events apart, likely pairs, and groups of them."""
