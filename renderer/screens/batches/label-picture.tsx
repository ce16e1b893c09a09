import type { LabelPicture as Picture } from '../../../core/api-documents.ts';
import { texts } from '../../texts.ts';

/** A label as it will be printed. */
export function LabelPicture({ picture }: { readonly picture: Picture }) {
  const { width, height, items } = picture;
  return (
    <svg
      className="label-picture"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={texts.documents.first}
    >
      {items.map((item, index) => (
        // What is drawn is drawn in order, and changes as a whole.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Drawn key={index} item={item} />
      ))}
    </svg>
  );
}

function Drawn({ item }: { readonly item: Picture['items'][number] }) {
  if (item.kind === 'text')
    return (
      <text
        x={item.x}
        y={item.baseline}
        fontSize={item.size}
        textLength={item.width}
        data-face={item.face}
        data-white={item.white || undefined}
      >
        {item.text}
      </text>
    );
  const { x, y, width, height } = item;
  return item.kind === 'fill' ? (
    <rect {...{ x, y, width, height }} data-white={item.white || undefined} />
  ) : (
    <rect {...{ x, y, width, height }} strokeWidth={item.thickness} data-frame />
  );
}
