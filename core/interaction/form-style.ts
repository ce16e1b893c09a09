/**
 * The stylesheet of every page of an interaction: the workstation's palette, light or dark as the browser asks, in
 * sizes for a finger. It names no font, picture or address: a page needs nothing else.
 */
export const formStyle = `:root {
  color-scheme: light dark;
  --bg: #f3f5f8;
  --panel: #ffffff;
  --line: #d8dfe7;
  --line-strong: #738191;
  --text: #16202b;
  --dim: #52606f;
  --accent: #1665d8;
  --solid: #1a66dd;
  --solid-hover: #1458c4;
  --bad: #c01f26;
  --bad-soft: #fde8e8;
  --ok: #0d7340;
}

@media (prefers-color-scheme: dark) {
  :root {
    --bg: #0e1115;
    --panel: #161b21;
    --line: #29313b;
    --line-strong: #718090;
    --text: #e8edf3;
    --dim: #9aa8b7;
    --accent: #63a8ff;
    --solid: #2a6de0;
    --solid-hover: #1f5ecb;
    --bad: #ff7b7b;
    --bad-soft: #361619;
    --ok: #46cf86;
  }
}

*,
*::before,
*::after {
  box-sizing: border-box;
}

html {
  font-size: 106.25%;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}

body {
  margin: 0;
  background: var(--bg);
  color: var(--text);
  font: 1rem/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: anywhere;
}

header {
  background: var(--panel);
  border-bottom: 1px solid var(--line);
  padding: 0.75rem 1rem;
}

header p {
  max-width: 38rem;
  margin: 0 auto;
}

main {
  max-width: 40rem;
  margin: 0 auto;
  padding: 1.25rem 1rem 3rem;
}

.device {
  font-weight: 600;
}

.form-title {
  margin: 0 0 0.25rem;
  color: var(--dim);
}

.progress {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  color: var(--dim);
  font-size: 0.9375rem;
}

.progress p {
  margin: 0;
  flex: none;
}

progress {
  flex: 1;
  max-width: 12rem;
  height: 0.5rem;
  appearance: none;
  border: 0;
  border-radius: 0.25rem;
  overflow: hidden;
  background: var(--line);
  color: var(--solid);
}

progress::-webkit-progress-bar {
  background: var(--line);
}

progress::-webkit-progress-value {
  background: var(--solid);
}

progress::-moz-progress-bar {
  background: var(--solid);
}

h1 {
  margin: 1rem 0 0.75rem;
  font-size: 1.625rem;
  line-height: 1.25;
  letter-spacing: -0.012em;
}

h1.completed::before {
  content: "";
  display: inline-block;
  width: 0.5em;
  height: 0.9em;
  margin: 0 0.5em 0.05em 0.15em;
  border: solid var(--ok);
  border-width: 0 0.19em 0.19em 0;
  transform: rotate(40deg);
}

h2 {
  margin: 0 0 0.5rem;
  font-size: 1.125rem;
}

p {
  margin: 0 0 0.75rem;
}

a {
  color: var(--accent);
}

.summary {
  margin: 1.25rem 0;
  padding: 1rem;
  border: 2px solid var(--bad);
  border-radius: 0.5rem;
  background: var(--bad-soft);
}

.summary ul {
  margin: 0;
  padding-left: 1.25rem;
}

.summary li {
  padding: 0.25rem 0;
}

.summary a {
  color: inherit;
}

.field {
  margin: 1.5rem 0;
  padding: 0;
  border: 0;
  min-width: 0;
}

.field--wrong {
  padding-left: 0.875rem;
  border-left: 0.25rem solid var(--bad);
}

label,
legend {
  display: block;
  padding: 0;
  margin-bottom: 0.25rem;
  font-weight: 600;
}

/* A legend that floats stands within its group, and beside the line that marks what is wrong. */
legend {
  float: left;
  width: 100%;
}

legend + * {
  clear: both;
}

label.inner {
  font-weight: 400;
}

.optional {
  font-weight: 400;
  color: var(--dim);
}

.help,
.kept {
  margin: 0 0 0.375rem;
  color: var(--dim);
  white-space: pre-line;
}

.file-name {
  color: var(--text);
}

.fault {
  margin: 0 0 0.375rem;
  color: var(--bad);
  font-weight: 600;
}

input[type="text"],
input[type="date"],
input[type="file"],
select,
textarea {
  display: block;
  width: 100%;
  min-height: 3rem;
  padding: 0.625rem 0.75rem;
  border: 1px solid var(--line-strong);
  border-radius: 0.5rem;
  background: var(--panel);
  color: inherit;
  font: inherit;
}

textarea {
  resize: vertical;
}

input[type="date"],
input.number {
  max-width: 16rem;
}

.field--wrong input[type="text"],
.field--wrong input[type="date"],
.field--wrong input[type="file"],
.field--wrong select,
.field--wrong textarea {
  border-color: var(--bad);
}

input::file-selector-button {
  min-height: 2.25rem;
  margin-right: 0.75rem;
  padding: 0 0.875rem;
  border: 1px solid var(--line-strong);
  border-radius: 0.375rem;
  background: var(--bg);
  color: inherit;
  font: inherit;
}

.with-unit {
  display: flex;
  align-items: center;
  gap: 0.625rem;
}

.with-unit input {
  min-width: 0;
}

.unit {
  flex: none;
  white-space: nowrap;
}

.box {
  position: relative;
  min-height: 2.75rem;
}

.box input {
  position: absolute;
  top: 0.625rem;
  left: 0;
  width: 1.5rem;
  height: 1.5rem;
  margin: 0;
  accent-color: var(--solid);
}

.box label {
  margin: 0;
  padding: 0.625rem 0 0.625rem 2.25rem;
  font-weight: 400;
}

.actions {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 1rem 1.5rem;
  margin-top: 2rem;
}

button {
  min-height: 3rem;
  min-width: 9rem;
  padding: 0 1.5rem;
  border: 0;
  border-radius: 0.5rem;
  background: var(--solid);
  color: #ffffff;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}

button:hover {
  background: var(--solid-hover);
}

.back {
  display: inline-flex;
  align-items: center;
  min-height: 3rem;
  padding: 0 0.25rem;
}

:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}

.visually-hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

@media (max-width: 30rem) {
  button {
    width: 100%;
  }
}
`;
