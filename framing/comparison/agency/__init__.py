"""Agency copy: what shows it, how much of it each outlet prints, and what it does to a comparison."""
