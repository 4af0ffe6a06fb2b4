"""Who the speakers of one article are: one person under several names, what kind, which country, by whom."""
