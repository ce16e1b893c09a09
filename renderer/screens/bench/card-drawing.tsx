import './card-drawing.css';

/** A card above the slot of a reader, going in: the picture of "Put a card in". */
export function CardDrawing() {
  return (
    <svg viewBox="0 0 160 132" className="card-drawing" aria-hidden="true">
      <defs>
        <clipPath id="card-drawing-slot">
          <rect x="0" y="0" width="160" height="98" />
        </clipPath>
      </defs>
      <g clipPath="url(#card-drawing-slot)">
        <g className="card-drawing__card">
          <rect x="42" y="14" width="76" height="100" rx="8" className="card-drawing__body" />
          <rect x="62" y="62" width="36" height="30" rx="5" className="card-drawing__chip" />
          <path d="M62 72h10m16 0h10M62 82h10m16 0h10M80 62v8m0 14v8" className="card-drawing__lines" />
          <circle cx="80" cy="77" r="6.5" className="card-drawing__lines" />
          <path d="M54 28h30M54 36h18" className="card-drawing__print" />
        </g>
      </g>
      <rect x="14" y="98" width="132" height="26" rx="8" className="card-drawing__reader" />
      <rect x="34" y="96" width="92" height="5" rx="2.5" className="card-drawing__slot" />
      <circle cx="131" cy="112" r="3.5" className="card-drawing__light" />
    </svg>
  );
}
