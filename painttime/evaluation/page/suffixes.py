"""What the page with plots can be written as."""

HTML_SUFFIX, PNG_SUFFIX = ".html", ".png"
PAGE_SUFFIXES = (HTML_SUFFIX, PNG_SUFFIX)
