"""The page of a report, to be filled in by jinja2 with autoescape: names come from files of anybody."""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{{ title }}: recordings</title>
<style>
:root { color-scheme: light dark; --ink: #23262b; --soft: #666c76; --line: #d8dadf; --back: #fff; --card:
  #f6f6f4; --before: #a9b4c2; --after: #2f5d8c; --error: #b3261e; --warning: #8a5a00; --note: #3c6e47; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e7ea; --soft: #a2a8b2; --line: #3a3d44; --back:
  #17181b; --card: #202226; --before: #5d6776; --after: #7fb0e6; --error: #f2938c; --warning: #e0b565;
  --note: #8cc79a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); margin: 0 auto;
  max-width: 72rem; padding: 1.5rem; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; }
h3 { font-size: 1.05rem; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h4 { font-size: .9rem; margin: 1rem 0 .3rem; color: var(--soft); font-weight: 600; }
p { max-width: 48rem; }
.soft { color: var(--soft); font-size: .87rem; }
table { border-collapse: collapse; font-size: .9rem; }
th { text-align: left; font-weight: 600; }
th, td { padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
.problem { border-left: 4px solid var(--line); padding: .15rem .7rem; margin: .35rem 0; overflow-wrap:
  anywhere; }
.error { border-color: var(--error); }
.error b { color: var(--error); }
.warning { border-color: var(--warning); }
.warning b { color: var(--warning); }
.note { border-color: var(--note); }
.note b { color: var(--note); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1rem;
  margin: 1rem 0; }
.strip { display: flex; gap: .4rem; overflow-x: auto; }
figure { margin: 0; }
figcaption { font-size: .78rem; color: var(--soft); }
img { display: block; max-width: 100%; }
.strip figure { flex: 1 1 0; min-width: 88px; }
.strip img { width: 100%; }
.side { display: flex; flex-wrap: wrap; gap: 1.2rem; }
.side figure { max-width: 420px; }
.heat { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 2px .6rem; align-items:
  center; font-size: .8rem; }
.heat img, .row img { width: 100%; height: 15px; image-rendering: pixelated; }
.heat span { overflow-wrap: anywhere; max-width: 14rem; }
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em;
  vertical-align: baseline; }
.bar { display: flex; height: 18px; border-radius: 3px; overflow: hidden; }
.bar div { min-width: 1px; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .8rem; margin-top: .25rem; }
svg text { fill: var(--ink); font-size: 11px; }
svg .soft-text { fill: var(--soft); }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem; }
.conflict .strip figure { flex: 0 0 auto; min-width: 0; }
.conflict .strip img { width: auto; }
.conflict figcaption { max-width: 160px; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p>{{ findings.recordings|length }} recordings.
{% for split in findings.splits %}{{ split.split }}: {{ split.num_paintings }} paintings,
{{ split.num_recordings }} recordings, {{ split.num_frames }} frames. {% endfor %}</p>

<h2>What to look at</h2>
{% for problem in findings.problems %}
<div class="problem {{ problem.severity }}"><b>{{ problem.severity }}</b> {{ problem.text }}</div>
{% else %}<p>Nothing was found that would spoil training.</p>{% endfor %}

{% if plots %}
<h2>Levels of degrees</h2>
<p class="soft">How often a part changes by each of the six levels between two frames. The line is an even
spread
(1/6); "drawn evenly" is what the sampler that evens levels gives. Distance: total variation to the even
spread,
0 to .83; a level at which no part ever changes cannot come.</p>
<div class="plots">
{% for plot in plots %}
<figure><figcaption><b>{{ plot.title }}</b>, {{ plot.num_pairs }} pairs</figcaption>
<svg width="300" height="170" viewBox="0 0 300 170" role="img" aria-label="Levels at {{ plot.title }}">
{% for bar in plot.bars %}<rect x="{{ bar.x }}" y="{{ bar.y }}" width="16" height="{{ bar.height }}"
 fill="var(--{{ bar.kind }})"><title>{{ bar.kind }}: {{ bar.percent }}</title></rect>{% endfor %}
<line x1="14" x2="290" y1="{{ plot.even_y }}" y2="{{ plot.even_y }}" stroke="currentColor"
stroke-dasharray="4 3"/>
<line x1="14" x2="290" y1="150" y2="150" stroke="currentColor" stroke-opacity=".4"/>
{% for label in plot.labels %}<text x="{{ label.x }}" y="164"
text-anchor="middle">{{ label.text }}</text>{% endfor %}
</svg>
<figcaption><span class="swatch" style="background: var(--before)"></span>as recorded, {{ plot.before }}
from even
&nbsp; <span class="swatch" style="background: var(--after)"></span>drawn evenly, {{ plot.after }}
({{ plot.num_effective }} pairs' worth)</figcaption></figure>
{% endfor %}
</div>
<h4>By kind of part, as recorded and drawn evenly, all intervals</h4>
<div class="wide"><table><tr><th>Kind</th>{% for level in range(6) %}<th class="number">level
{{ level }}</th>
{% endfor %}</tr>
{% for row in kinds %}<tr><td>{{ row.kind }}</td>{% for cell in row.cells %}<td
class="number">{{ cell }}</td>
{% endfor %}</tr>{% endfor %}</table></div>
{% endif %}

<h2>Intervals</h2>
<p class="soft">Saturated: of the parts that change, those at the highest level. Lost: of what is painted,
what is
painted over before it is seen. Contradicted: of the parts that change, those with the same level as within
fewer
frames, but another outcome. Uncertain: what the label leaves open of how complete a part is afterwards.</p>
<div class="wide"><table><tr><th class="number">Interval</th><th class="number">Pairs</th>
<th class="number">Saturated</th><th class="number">Lost</th><th>Contradicted</th><th
class="number">Uncertain</th>
<th class="number">In conflict</th><th></th></tr>
{% for row in intervals %}<tr><td class="number">{{ row.interval }}</td><td
class="number">{{ row.num_pairs }}</td>
<td class="number">{{ row.saturated }}</td><td
class="number">{{ row.lost }}</td><td>{{ row.contradicted }}</td>
<td class="number">{{ row.uncertain }}</td><td class="number">{{ row.conflicts }}</td>
<td>{% if row.reasons %}<div
class="problem warning">{{ row.reasons }}</div>{% endif %}</td></tr>{% endfor %}
</table></div>

<h2>Conflicts</h2>
<p class="soft">Pairs of frames that begin alike (same kind of part, same level, nearly the same canvas and
painting) and end differently. Of {{ findings.conflicts.num_examples }} examples
{{ findings.conflicts.num_conflicting }} have such a counterpart; {{ findings.conflicts.num_explained }}
more pairs
of examples differ in the painting too, which explains them. The worst of each two recordings, kind and
level are
listed{% if num_conflicts > conflicts|length %}, {{ conflicts|length }} of
{{ num_conflicts }}{% endif %}.</p>
{% for conflict in conflicts %}
<article class="conflict"><p>{{ conflict.text }}</p><div class="strip">
{% for picture in conflict.pictures %}<figure><img src="{{ picture.uri }}" alt="{{ picture.caption }}">
<figcaption>{{ picture.caption }}</figcaption></figure>{% endfor %}</div></article>
{% endfor %}

<h2>Recordings</h2>
{% if num_left_out %}<p>{{ num_left_out }} more recordings are in the set than this page
shows.</p>{% endif %}
{% for one in recordings %}
<article id="{{ one.id }}">
<h3>{{ one.source }}</h3>
<p class="soft">{{ one.id }}, painting "{{ one.painting }}", {{ one.split }}, {{ one.num_frames }} frames of
{{ one.width }} x {{ one.height }} px</p>
{% if one.failure %}<div class="problem error"><b>error</b> {{ one.failure }}</div>{% else %}
<div class="strip">{% for picture in one.strip %}<figure><img src="{{ picture.uri }}"
alt="{{ picture.caption }}">
<figcaption>{{ picture.caption }}</figcaption></figure>{% endfor %}</div>
<h4>What became of the {{ one.num_read }} frames read</h4>
<div class="bar">{% for piece in one.tally %}<div
style="width: {{ piece.width }}%; background: {{ piece.colour }}"
 title="{{ piece.text }}"></div>{% endfor %}</div>
<div class="key">{% for piece in one.tally %}<span><span class="swatch"
style="background: {{ piece.colour }}"></span>
{{ piece.text }}</span>{% endfor %}</div>
{% if one.dropped %}<p class="soft">Left out whole: {{ one.dropped }}</p>{% endif %}
<p class="soft">{{ one.repaired }}</p>
<h4>Degrees of the parts from frame to frame, first to last</h4>
<div class="heat">
{% for row in one.heat %}<span><span class="swatch"
style="background: {{ row.colour }}"></span>{{ row.name }}</span>
<img src="{{ row.uri }}" alt="degrees of {{ row.name }}">{% endfor %}
<span>stage</span><img src="{{ one.stages }}" alt="stages of the frames">
</div>
<div class="key"><span>0 <img src="{{ scale }}" alt=""
style="display: inline-block; width: 6rem; height: .7em"> 1
</span>{% for stage in stages %}<span><span class="swatch" style="background: {{ stage.colour }}"></span>
{{ stage.name }}</span>{% endfor %}</div>
<div class="side">
<figure><h4>Parts</h4><img src="{{ one.parts }}" alt="the parts of the painting"></figure>
<figure><h4>When each place was done (light early, dark late)</h4><img src="{{ one.settled }}"
 alt="when each place was done"></figure>
</div>
{% endif %}
</article>
{% endfor %}
</body>
</html>
"""
