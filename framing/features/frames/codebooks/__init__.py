"""The codebooks that ship, one TOML file each; written for this project from the literature they cite."""
