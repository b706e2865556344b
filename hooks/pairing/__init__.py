"""Plans, records and news of paired schools: from YAML and Markdown to pages and open data.

``ROOMS`` is the map, in the order in which data flows. A room imports only rooms above it
(tests/test_rooms.py). Nothing in here knows MkDocs; only the files in hooks/ do.
"""

import gc
import io
import os
import sys

# People are told in Chinese, also on a terminal that has no such signs: it shows their numbers, and all else.
if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(errors="backslashreplace")
# pydantic would look through all installed packages for plugins, at every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# NumPy's linear algebra, of which nothing is used here, would start threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Modules and records live to the end; to look at them again and again takes longer than to make them.
gc.set_threshold(100_000, 50, 100)

ROOMS = (
    "later",  # expressions, compiled when first used
    "problems",  # Where, Problem, DataError: what editors are told
    "workers",  # tasks over the cores
    "words",  # controlled words with their Chinese labels
    "vocabularies",  # all of these by name
    "when",  # dates with the precision that a document prints
    "model",  # frozen rows, one class per kind of data file
    "events",  # YAML events -> data, where nothing unusual stands
    "lines",  # the same of the plainest YAML, line by line
    "slips",  # what was mistyped in YAML, where the parser only knows where it gave up
    "source",  # files -> records that know path, line and column
    "misread",  # values that look right and are not: signs that nobody sees, numbers in words
    "settings",  # mkdocs.yml as far as people edit it
    "advice",  # validation errors -> Chinese messages with the likely word
    "media",  # kinds of files beside entries, and what texts refer to
    "svg",  # SVG pictures that do more than show
    "markup",  # HTML and addresses that editors write: what of it may stand on a page
    "bounds",  # how long and how deep a text may be
    "flow",  # line breaks that are no spaces
    "plain",  # plain Markdown, fast
    "text",  # Markdown of entries -> HTML
    "prose",  # the same, rendered once for all voices
    "history",  # when files first came into the repository
    "folders",  # every file below a folder, as editors see it
    "digests",  # of bytes, of folders, of the engine and the libraries beside it
    "shards",  # files of packed values, one here and there
    "keep",  # what was made of files, kept between builds
    "entries",  # of every entry a short head, the whole when asked for
    "verdict",  # what is told of an entry while it is read
    "filing",  # paths -> which record of which kind lies there
    "read",  # records -> Dataset
    "content",  # hand-written pages: front matter and macros
    "dress",  # the theme and all else that is not data, as a digest
    "walk",  # every row of a record with its place
    "names",  # every way a school or unit is written -> its id
    "phrases",  # quantities and dates in Chinese words
    "addresses",  # where every page stands
    "pictures",  # pictures as they are published: pixels only
    "shelf",  # the files that entries refer to, with kind, size and address
    "paths",  # names of files that hold on every system
    "cited",  # figures of the records that texts quote
    "release",  # what of the entries is out
    "levels",  # how open every record is, with what it inherits
    "voice",  # who is speaking: the portal, or a school that says 我校, an authority 我局
    "terms",  # the calendar at work: semesters and school years as days
    "derive",  # Dataset + day -> Figures
    "ledger",  # promises -> duties, records -> statuses
    "workdays",  # working days, with holidays and make-up days
    "deadline",  # how long open documents take to be published
    "health",  # how fresh every column is, how long news takes
    "unlikely",  # what is allowed and hardly meant: a plan copied, days that have not come, odd shares
    "check",  # rules between records, all problems at once
    "proof",  # text checks: findings that stop nothing, with fixes
    "load",  # read + check
    "clock",  # the as-of date, asked for once
    "keys",  # what every step depends on, as digests
    "scan",  # what must not be published, found in texts and files of every kind
    "early",  # rules, scan and text checks of single entries, while they are read
    "examine",  # read + check + scan: what is wrong is told at once
    "gate",  # disclosure: the dataset without what is not open
    "internal",  # the internal build: its marks, and what must refuse it
    "campus",  # a school's own part of everything, in its voice
    "views",  # one frozen value per page
    "served",  # what browsers are told to refuse
    "shell",  # the theme's page with slots
    "fold",  # how texts and queries are made alike
    "letters",  # many texts folded at once
    "extract",  # HTML of a page -> the text that search knows
    "notation",  # numbers and lengths as the search index writes them
    "postings",  # texts -> where every pair of characters stands
    "parts",  # parts of pages that are made in great numbers
    "articles",  # pages of entries
    "lists",  # pages of lists
    "duties",  # duties in tables, with their records
    "promises",  # promises in lists, pages of tasks and clauses
    "render",  # view -> bytes
    "macros",  # macros of hand-written pages, kept
    "schema",  # JSON Schemas of the data files
    "told",  # duties and rows of work-plan tables as open data
    "api",  # open data
    "ics",  # iCalendar text
    "feeds",  # calendars of what is due
    "syndicate",  # feeds of the newest entries
    "search",  # the search index, in three steps
    "fragments",  # blocks for a campus CMS
    "moves",  # redirects from old addresses, sitemap.xml
    "links",  # internal links of finished pages
    "beside",  # what lies beside a site: the spare one, the stage, the lock
    "press",  # steps, run where something has changed; finished files in a stage
    "indexing",  # the search index as steps
    "steps",  # pages as steps
    "campuses",  # every school's own column as files
    "ahead",  # what another core begins while this one checks
    "portal",  # the whole way in one place
    "publish",  # the whole new site in place of the whole old one
    "progress",  # how far a build is
    "finish",  # the end of a build: made, looked at, published, told
    "watch",  # what a preview needs: to begin, to notice a change, to end tidily
    "observer",  # who tells a preview of changes
)
