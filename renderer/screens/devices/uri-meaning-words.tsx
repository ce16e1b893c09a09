import type { AddressedNode, UriMeaning } from '../../../core/inspect/uri-meaning.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { useNow } from '../../components/use-now.ts';
import { formatAgo } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceCommands;

/** What a typed ClientURI is about: the nodes that it addresses as they are known, or that nothing is. */
export function UriMeaningWords({ meaning }: { readonly meaning: UriMeaning }) {
  switch (meaning.kind) {
    case 'empty':
      return <span className="dim">{words.targetHint}</span>;
    case 'object':
      return <span className="dim">{meaning.isKnown ? words.meansObject : words.meansNothing}</span>;
    case 'malformed':
      return <span className="dim">{meaning.detail}</span>;
    case 'ambiguous':
      return <span className="uri-meaning__warning">{words.meansSeveral}</span>;
    case 'nothing':
      return (
        <span className="uri-meaning__warning">
          {words.meansNothing}{' '}
          {meaning.upTo !== undefined && <span className="dim">{words.knownUpTo(meaning.upTo)}</span>}
        </span>
      );
    case 'nodes':
      return <Nodes {...meaning} />;
  }
}

function Nodes({ there, others, nodes }: Extract<UriMeaning, { kind: 'nodes' }>) {
  const now = useNow(10_000);
  const count = there + others;
  const [only] = nodes;
  if (count === 1 && only) return <Node node={only} now={now} named={false} />;
  const shown = there > 0 ? there : others;
  return (
    <>
      <p>{there > 0 ? words.meansNodes(there, others) : words.meansDescribed(others)}</p>
      {nodes.map((node) => (
        <Node key={node.clientUri} node={node} now={now} named />
      ))}
      {shown > nodes.length && <p className="dim">{words.furtherNodes(shown - nodes.length)}</p>}
    </>
  );
}

function Node({
  node,
  now,
  named,
}: {
  readonly node: AddressedNode;
  readonly now: number;
  readonly named: boolean;
}) {
  const { format, mime, access, level, source, stale, hasProblem, from } = node;
  const facts = [
    ...(source && from === 'reported' ? [] : [words.knownFrom[from]]),
    ...(format === undefined ? [] : [format === 'node' ? texts.deviceTree.kinds.node : format]),
    ...(mime === undefined || format === 'node' ? [] : [mime]),
    ...(access === undefined ? [] : [access.length === 0 ? words.noAccess : access.join(' ')]),
    ...(level ? [texts.deviceTree[level]] : []),
    ...(source ? [texts.deviceTree.sources[source.kind](formatAgo(source.at, now))] : []),
  ];
  return (
    <p className="uri-meaning__node">
      {named && <bdi className="mono">{node.clientUri} </bdi>}
      <ValueWords node={node} />
      <span className="dim"> {facts.join(' · ')}</span>
      {stale && <span className="uri-meaning__warning"> · {texts.deviceTree.stale}</span>}
      {hasProblem && <span className="uri-meaning__warning"> · {texts.deviceTree.problem}</span>}
    </p>
  );
}

function ValueWords({ node }: { readonly node: AddressedNode }) {
  const { deviceTree } = texts;
  const { value, role, isInterior, children } = node;
  switch (value.kind) {
    case 'reported':
    case 'assumed':
      return (
        <b className="mono">
          {value.text === '' ? deviceTree.empty : visibleText(value.text)}
          {value.cut && '…'}
        </b>
      );
    case 'unreadable':
      return <b>{deviceTree.neverReadable}</b>;
    case 'nodes':
    case 'notReported':
      if (!isInterior) return <b>{deviceTree.notReported}</b>;
      return (
        <b>
          {deviceTree.kinds[role]}, {deviceTree.children(children)}
        </b>
      );
  }
}
