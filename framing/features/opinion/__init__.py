"""Which sentences give an opinion and which report: signs, one model, a measure."""
