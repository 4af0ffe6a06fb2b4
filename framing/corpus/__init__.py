"""Where articles come from: files of any mix in, one table of articles and one of decisions out."""
