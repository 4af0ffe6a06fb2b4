"""Saving pages from the web, politely: the only part of the package that uses the network.

Nothing here is imported before somebody asks for it, and nothing is sent but
requests for the pages asked for and for the robots.txt of their sites.
"""
