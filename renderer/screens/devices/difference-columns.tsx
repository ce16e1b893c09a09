import type { DifferenceSide, DifferenceView } from '../../../core/api-inspect.ts';
import type { GridColumn } from '../../components/virtual-grid.tsx';
import { moidShort } from '../../format/identity.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceTree;

/** The columns of a comparison, with what its two sides are. */
export function differenceColumns(left: string, right: string): readonly GridColumn<DifferenceView>[] {
  return [
    {
      key: 'node',
      header: words.node,
      width: 'minmax(11rem, 1.4fr)',
      cell: (difference) => <Where difference={difference} />,
    },
    {
      key: 'left',
      header: left,
      width: 'minmax(7rem, 1fr)',
      cell: ({ left: side }) => <Side side={side} tone="was" />,
    },
    {
      key: 'right',
      header: right,
      width: 'minmax(7rem, 1fr)',
      cell: ({ right: side }) => <Side side={side} tone="is" />,
    },
  ];
}

function Where({ difference }: { readonly difference: DifferenceView }) {
  const { moid, objectName, instance, path } = difference;
  const name = instance.right ?? instance.left ?? '';
  const miid =
    instance.left !== undefined && instance.right !== undefined && instance.left !== instance.right
      ? `${instance.left} / ${instance.right}`
      : name;
  return (
    <span className="two-lines">
      <bdi className="ellipsis">{path === '' ? words.rootOf(miid) : path}</bdi>
      <span className="mono dim ellipsis" title={moid}>
        {objectName === '' ? moidShort(moid) : objectName}/{miid}
      </span>
    </span>
  );
}

function Side({ side, tone }: { readonly side: DifferenceSide | undefined; readonly tone: 'was' | 'is' }) {
  if (side === undefined) return <span className="dim">{words.missingHere}</span>;
  if (side.kind === 'nodes') return <span className="dim">{words.valuesBelow(side.values)}</span>;
  return (
    <span className={`mono compare__${tone}`} title={side.text}>
      {side.text === '' ? <i className="dim">{words.empty}</i> : <bdi>{side.text}</bdi>}
      {side.cut && '…'}
    </span>
  );
}
