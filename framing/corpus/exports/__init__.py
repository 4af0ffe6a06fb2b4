"""What the databases call their labels and parts: Nexis, Factiva, ProQuest."""
