"""One pure function over parts of a corpus, done here, by processes or by dask: the same tables any way.

`parts` says what the articles are, `running` has a task done for each part, `found` holds what came of it;
`store` is where parts lie; `serial`, `processes` and `cluster` are who does the work, a thin adapter each.
"""
