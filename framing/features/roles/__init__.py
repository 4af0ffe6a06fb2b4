"""Who acts and who is acted on: passives, heroes and villains and victims, actor-action-target triples."""
