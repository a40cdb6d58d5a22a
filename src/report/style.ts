/** The look of the page: readable on a phone, in light, dark and print. Colours of arms are told apart by the colour-blind (Okabe and Ito 2008). */
const light = `--ground:#fff;--card:#fff;--ink:#1b1f24;--soft:#57606a;--faint:#e3e6ea;--edge:#d0d7de;--link:#0550ae;--baseline:#6e7781;
--arm-1:#0072b2;--arm-2:#d55e00;--arm-3:#008f68;--arm-4:#b4508c;--arm-5:#a67800;--arm-6:#2b9fd8;--arm-7:#7a3b00`
const dark = `--ground:#0f1318;--card:#161b22;--ink:#e6edf3;--soft:#9aa5b1;--faint:#2a313a;--edge:#30363d;--link:#79c0ff;--baseline:#aab4be;
--arm-1:#4aa8e0;--arm-2:#ff8f45;--arm-3:#2fc79a;--arm-4:#e592c4;--arm-5:#e3b341;--arm-6:#9bd7f7;--arm-7:#c98f5c`

export const style = `
:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
main,header,nav,footer{max-width:72rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}
h1{font-size:clamp(1.5rem,5vw,2.2rem);line-height:1.2;margin:0 0 .5rem;text-wrap:balance}
h2{font-size:1.4rem;line-height:1.25;margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--edge)}
h3{font-size:1.1rem;margin:1.8rem 0 .4rem}
h4{font-size:1rem;margin:1.2rem 0 .2rem}
p,ul,ol{margin:.4rem 0 .8rem;max-width:46rem}
ul{padding-left:1.2rem}
li{margin:.15rem 0}
a{color:var(--link)}
data{font-variant-numeric:tabular-nums;white-space:nowrap}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.8rem;border:1px solid var(--edge);border-radius:6px;background:var(--card);white-space:pre-wrap}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:1rem 0}
.about,.caption,.data,.sure,.from,.meanings dd{color:var(--soft)}
.about,.sure{font-size:.92rem}
.warning{border-left:4px solid var(--arm-2);padding-left:.8rem}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19.5rem),1fr));gap:1rem;align-items:start;margin:1rem 0}
.pair{display:grid;gap:1rem;min-width:0}
.arms{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,28rem),1fr));gap:0 2.5rem}
article{min-width:0}
.card{margin:0;padding:.8rem;border:1px solid var(--edge);border-radius:8px;background:var(--card);min-width:0}
.card figcaption{line-height:1.35;margin-bottom:.3rem}
.caption{display:block;font-size:.85rem}
.plot{display:block;width:100%;max-width:26rem;height:auto;margin:0 auto;overflow:visible}
.plot text{white-space:pre}
.data{margin:.3rem 0 0;font-size:.8rem}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;font-size:.9rem;max-width:none}
.swatch{vertical-align:middle}
details{margin:.4rem 0}
summary{cursor:pointer}
.numbers summary{font-size:.8rem;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.82rem}
th,td{padding:.15rem .3rem;text-align:right;border-bottom:1px solid var(--faint);vertical-align:top}
th:first-child{text-align:left;font-weight:600;overflow-wrap:anywhere}
td data{white-space:nowrap}
.levers li,.parameters li,.files li{font-size:.9rem}
.meanings{max-width:46rem;font-size:.92rem}
dt{font-weight:600;margin-top:.4rem}
dd{margin:0 0 0 1rem}
footer{padding-bottom:3rem;margin-top:3rem;color:var(--soft);font-size:.9rem}
@media print{
@page{margin:16mm 14mm}
body{font-size:10pt;background:#fff}
main,header,nav,footer{max-width:none;padding:0}
nav,.data{display:none}
h1{font-size:18pt}
h2{break-after:avoid;margin-top:1.2rem;font-size:13pt}
h3{font-size:11pt;margin-top:1rem}
h3,h4{break-after:avoid}
p,li{orphans:3;widows:3}
figure,tr,.legend{break-inside:avoid}
.grid{grid-template-columns:1fr 1fr;gap:4mm}
.arms{display:block;columns:2;column-gap:8mm}
.card{break-inside:avoid}
p:has(+.grid),p:has(+.legend),.legend{break-after:avoid;break-inside:avoid}
.sure,.about,.legend{font-size:9pt}
a{color:inherit;text-decoration:none}
pre{white-space:pre-wrap}
.numbers:not([open]),.files:not([open]){display:none}
}
`
