/** The one stylesheet: light and dark by the system's setting, one column on a phone. */
export const style = `
:root{color-scheme:light dark;--fg:#1b1f23;--soft:#57606a;--bg:#fff;--panel:#f6f8fa;--line:#d0d7de;--accent:#07734b;--on-accent:#fff;--bad:#b3261e;--warn:#8a5300;--good:#07734b}
@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--soft:#9aa5b1;--bg:#0d1117;--panel:#161b22;--line:#30363d;--accent:#4cc38a;--on-accent:#06251a;--bad:#ff8a80;--warn:#f0b35a;--good:#4cc38a}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;color:var(--fg);background:var(--bg)}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px;z-index:1}
header{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:center;padding:10px 20px;border-bottom:1px solid var(--line);background:var(--panel)}
header ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:0;padding:0}
header p{margin:0 0 0 auto;font-size:.875rem;color:var(--soft)}
nav a{display:inline-block;padding:4px 0;text-decoration:none}nav a[aria-current]{font-weight:600;border-bottom:2px solid var(--accent)}
main{max-width:1200px;margin:0 auto;padding:12px 20px 48px}
h1{font-size:1.5rem;margin:.4em 0 .6em}h2{font-size:1.125rem;margin:1.6em 0 .5em}
small,.soft{color:var(--soft);font-size:.875rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(160px,1fr));gap:12px;margin:0;padding:0;list-style:none}
.cards li{border:1px solid var(--line);border-radius:8px;padding:10px 14px;background:var(--panel)}
.cards strong{display:block;font-size:1.5rem}
.cards+dl{margin-top:16px}
tbody th{font-weight:400}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:7px 10px;border-bottom:1px solid var(--line)}
td{overflow-wrap:break-word}td.long{overflow-wrap:anywhere}th,time,small{white-space:nowrap}
dl{display:grid;grid-template-columns:minmax(120px,max-content) 1fr;gap:6px 20px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
form.filter{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:end;margin-bottom:16px}
form.filter input{width:11rem}form.filter input[type=datetime-local]{width:auto}
form.filter label{display:grid;font-size:.875rem;color:var(--soft)}
input,select,button{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--soft);border-radius:6px;padding:5px 9px;max-width:100%;min-height:38px}input[type=checkbox]{min-height:0;width:18px;height:18px;margin:2px 0}
button{cursor:pointer;background:var(--panel)}button.main{background:var(--accent);color:var(--on-accent);border-color:var(--accent)}
.actions{display:flex;flex-wrap:wrap;gap:10px;margin:14px 0}
.badge{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:0 9px;font-size:.8125rem;white-space:nowrap;color:var(--soft)}
.badge.dead,.badge.failed,.badge.fail{color:var(--bad)}.badge.unhandled,.badge.returned,.badge.undetermined,.badge.warn{color:var(--warn)}.badge.handled,.badge.succeeded,.badge.pass{color:var(--good)}
.notice{border-left:4px solid var(--accent);background:var(--panel);padding:10px 14px}
.qr{width:220px;max-width:100%;background:#fff;padding:8px;border-radius:8px}.qr svg{display:block;width:100%;height:auto}
@media (max-width:640px){header p{margin-left:0}main{padding:8px 12px 40px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}
table.rows thead{position:absolute;left:-999px}table.rows tr{display:block;border-bottom:1px solid var(--line);padding:6px 0}table.rows td{display:block;border:0;padding:2px 4px}table.rows td:empty{display:none}
table.rows td[data-label]::before{content:attr(data-label);display:inline-block;min-width:8em;margin-right:8px;color:var(--soft);font-size:.875rem}
form.filter{display:grid;grid-template-columns:1fr 1fr}form.filter input,form.filter input[type=datetime-local],form.filter select{width:100%;min-width:0}form.filter button{grid-column:1/-1}}
`.trim()
