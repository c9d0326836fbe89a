// Draws the plots of a report. Plain script: it stands in the page, behind uPlot and the data.
(() => {
  const { plots, events, rampSeconds, joins } = JSON.parse(document.getElementById('data').textContent);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const together = uPlot.sync('seconds');
  let drawn = [];

  const clock = (seconds) => {
    const whole = Math.round(seconds);
    const two = (part) => String(part).padStart(2, '0');
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
  };
  const figure = (value, unit) => {
    if (value === null || value === undefined) return '–';
    const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    const text = value.toLocaleString('en', { maximumFractionDigits: digits });
    return unit === '' ? text : `${text} ${unit}`;
  };
  const short = (value) =>
    Math.abs(value) >= 10_000 ? `${(value / 1000).toLocaleString('en')}k` : value.toLocaleString('en');

  /** The time in which people come, and the moments when something happened. */
  const background = (plot) => {
    const { ctx, bbox } = plot;
    const at = (second) => plot.valToPos(second, 'x', true);
    ctx.save();
    const end = Math.min(at(rampSeconds), bbox.left + bbox.width);
    ctx.fillStyle = colour('shade');
    ctx.fillRect(bbox.left, bbox.top, Math.max(0, end - bbox.left), bbox.height);
    ctx.strokeStyle = colour('soft');
    ctx.globalAlpha = 0.45;
    ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
    for (const event of events.slice(0, 40)) {
      const x = Math.round(at(event.at)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  };

  const axis = (values) => ({
    stroke: colour('soft'),
    grid: { stroke: colour('rule'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
    values,
  });

  /** Few figures among the seconds: a line alone would hardly be seen. */
  const isSparse = (figures) => figures.filter((figure) => figure !== null).length < figures.length / 2;

  const optionsOf = (plot, element) => ({
    width: element.clientWidth,
    height: 220,
    cursor: { sync: { key: together.key }, points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false }, y: { range: (_plot, low, high) => [Math.min(0, low ?? 0), Math.max(plot.least, (high ?? 0) * 1.1)] } },
    axes: [axis((_plot, ticks) => ticks.map(clock)), { ...axis((_plot, ticks) => ticks.map(short)), size: 52 }],
    series: [
      { label: 'at', value: (_plot, value) => (value === null ? '–' : clock(value)) },
      ...plot.lines.map(({ name, colour: of, dashed, filled }, index) => ({
        label: name,
        stroke: colour(of),
        width: 2,
        spanGaps: true,
        points: { show: isSparse(plot.data[index + 1]), size: 6 },
        value: (_plot, value) => figure(value, plot.unit),
        ...(dashed && { dash: [6, 4] }),
        ...(filled && { fill: `color-mix(in srgb, ${colour(of)} 14%, transparent)` }),
      })),
    ],
    hooks: { drawClear: [background] },
  });

  const joinOptions = (element) => ({
    width: element.clientWidth,
    height: 220,
    scales: { x: { time: false }, y: { range: [0, 105] } },
    axes: [axis((_plot, ticks) => ticks.map((tick) => `${tick} s`)), { ...axis((_plot, ticks) => ticks.map((tick) => `${tick} %`)), size: 52 }],
    series: [
      { label: 'after', value: (_plot, value) => figure(value, 's') },
      { label: 'are in', stroke: colour('one'), width: 2, fill: `color-mix(in srgb, ${colour('one')} 14%, transparent)`, points: { show: true, size: 4 }, value: (_plot, value) => figure(value, '%') },
    ],
  });

  const draw = () => {
    for (const plot of drawn) plot.destroy();
    drawn = plots.map((plot, index) => {
      const element = document.getElementById(`plot-${index}`);
      return new uPlot(optionsOf(plot, element), plot.data, element);
    });
    const element = document.getElementById('joins');
    if (element && joins) drawn.push(new uPlot(joinOptions(element), [joins.seconds, joins.share], element));
  };

  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  let waiting;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const plot of drawn) plot.setSize({ width: plot.root.parentElement.clientWidth, height: 220 });
    }, 100);
  });
})();
