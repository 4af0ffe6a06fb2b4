"""Tables as papers print them: chosen columns, few digits, a note on what stands behind the numbers."""
