"""One pure function over parts of a corpus, done here, by processes or by dask: the same tables any way."""
