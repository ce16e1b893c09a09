import { useEffect, useState } from 'react';
import type { TreeNodeView } from '../../../core/api-inspect.ts';
import type { NodeDescription } from '../../../core/inspect/node-detail.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Fact } from '../../components/fact.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { notifyDone } from '../../components/notify.ts';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { formatAgo, formatExactTime } from '../../format/times.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { NodeCommands } from './node-commands.tsx';
import { NodeValue } from './node-value.tsx';
import { occurrenceWords } from './tree-words.ts';
import './node-detail.css';

const words = texts.deviceTree;

interface NodeDetailProps {
  readonly treeId: string;
  readonly row: number;
  readonly now: number;
  /** Told the ClientURI of the node. */
  readonly onUri: (clientUri: string | undefined) => void;
  /** Told where the device says that the DDF of the node's object is. */
  readonly onFetch?: (moid: string, address: string) => void;
  /** The device whose node it is, where it can be asked for something. */
  readonly deviceId?: string;
}

/** A node with all that is known of it. */
export function NodeDetail({ treeId, row, now, onUri, onFetch, deviceId }: NodeDetailProps) {
  const { state } = useCall('treeNode', { treeId, row });
  // A newer tree has the node of the older one: what was known of it stays until the newer one is there.
  const [node, setNode] = useState<TreeNodeView>();
  useEffect(() => {
    if (state.kind !== 'answer') return;
    setNode(state.answer);
    onUri(state.answer.clientUri);
  }, [state, onUri]);
  // A tree that main does not hold any more is opened again by whoever shows it.
  if (state.kind === 'fault' && state.fault.code !== 'TREE_CLOSED')
    return <FaultNotice fault={state.fault} />;
  if (node === undefined) return null;
  return (
    <div className="node-detail">
      <NodeHead node={node} />
      {node.stale && (
        <p className="node-detail__warning" title={words.stale}>
          {words.staleReasons[node.stale]}
        </p>
      )}
      <Problems node={node} />
      <Values node={node} />
      <div>
        <p className="facts__name">{words.clientUri}</p>
        {node.clientUri === undefined ? (
          <p className="dim">{words.noUri}</p>
        ) : (
          <p className="mono node-detail__uri">{node.clientUri}</p>
        )}
      </div>
      {node.clientUri !== undefined && (
        <span className="node-detail__copy">
          <CopyButton text={node.clientUri} words={words.copyUri} />
          <KeyHint name={words.copyKey} />
        </span>
      )}
      {deviceId !== undefined && <NodeCommands deviceId={deviceId} node={node} />}
      <Provenance node={node} now={now} />
      <Described node={node} />
      <Saving treeId={treeId} node={node} />
      {node.role === 'object' && node.ddf !== undefined && onFetch && (
        <div className="node-detail__ddf">
          <p className="dim">{words.ddfAt}</p>
          <p className="mono node-detail__uri">{visibleText(node.ddf)}</p>
          <ActionButton size="sm" onRun={() => onFetch(node.moid, node.ddf ?? '')}>
            {words.fetchDdf}
          </ActionButton>
        </div>
      )}
      {node.role === 'object' && node.hasSchema && onFetch && (
        <ActionButton size="sm" onRun={() => goTo({ name: 'schema', moid: node.moid })}>
          {words.seeSchema}
        </ActionButton>
      )}
    </div>
  );
}

function NodeHead({ node }: { readonly node: TreeNodeView }) {
  const { described, level } = node;
  const unnamed = node.role === 'instance' ? words.onlyInstance : words.placeholder;
  return (
    <div className="node-detail__head">
      <h3>
        <bdi>{node.name === '' ? unnamed : visibleText(node.name)}</bdi>
      </h3>
      {described?.title !== undefined && described.title !== node.name && <p>{described.title}</p>}
      {described?.description !== undefined && <p className="dim">{described.description}</p>}
      <p className="node-detail__tags">
        <Tag>{words.kinds[node.role]}</Tag>
        {level && <Tag>{words[level]}</Tag>}
        {described?.isPlaceholder && <Tag>{words.placeholderTag}</Tag>}
      </p>
      {node.role === 'instance' && node.isListed && !node.isReported && (
        <p className="dim">{words.listedOnly}</p>
      )}
    </div>
  );
}

function Problems({ node }: { readonly node: TreeNodeView }) {
  if (node.problems.length === 0) return null;
  return (
    <div className="node-detail__warning">
      <p>
        <b>{words.problemsTitle}</b>
      </p>
      <ul>
        {node.problems.map(({ kind, detail }) => (
          <li key={kind}>{detail}</li>
        ))}
      </ul>
      {node.isReported && <p className="dim">{words.problemsLead}</p>}
    </div>
  );
}

function Values({ node }: { readonly node: TreeNodeView }) {
  return (
    <>
      {node.isUnreadable && <p className="dim">{words.hiddenValue}</p>}
      {node.value && (
        <div className="node-detail__part">
          <p className="facts__name">{words.valueTitle}</p>
          <NodeValue value={node.value} />
        </div>
      )}
      {node.assumed && (node.differs || !node.value) && (
        <div className="node-detail__part">
          <p className="facts__name">
            {words.assumedTitle}{' '}
            <span className="dim">({words.assumedFrom(node.assumed.configuration)})</span>
          </p>
          <NodeValue value={node.assumed.value} />
          {!node.value && <p className="dim">{words.assumedOnly}</p>}
        </div>
      )}
    </>
  );
}

function Provenance({ node, now }: { readonly node: TreeNodeView; readonly now: number }) {
  const { provenance } = node;
  if (provenance === undefined) return null;
  const { source, at, sessionId, within } = provenance;
  return (
    <div className="node-detail__part">
      <p className="facts__name">{words.provenance}</p>
      <p title={formatExactTime(at)}>
        {words.sources[source](formatAgo(at, now))}{' '}
        {within !== undefined && <span className="dim node-detail__uri">{words.within(within)}</span>}
      </p>
      <p className="dim">{words.sourceHints[source]}</p>
      <ActionButton size="sm" onRun={() => goTo({ name: 'session', sessionId })}>
        {words.seeSession}
      </ActionButton>
    </div>
  );
}

function Described({ node }: { readonly node: TreeNodeView }) {
  const { described } = node;
  if (described === undefined)
    return node.role === 'object' ? (
      node.hasSchema ? null : (
        <p className="dim">{words.undescribed}</p>
      )
    ) : (
      <p className="dim">{node.hasSchema ? words.unknownNode : words.undescribed}</p>
    );
  return <Description described={described} />;
}

function Description({ described }: { readonly described: NodeDescription }) {
  const { format, mime, access, occurrence, scope, defaultValue, value, caseSensitive } = described;
  return (
    <dl className="facts">
      <Fact name={words.format}>{format}</Fact>
      {mime !== undefined && <Fact name={words.mime}>{mime}</Fact>}
      <Fact name={words.access}>{access.length === 0 ? words.noAccess : access.join(' ')}</Fact>
      <Fact name={words.occurrence}>{occurrenceWords(occurrence)}</Fact>
      <Fact name={words.scope}>{words.scopes[scope]}</Fact>
      {defaultValue !== undefined && defaultValue !== '' && (
        <Fact name={words.defaultValue} mono>
          {visibleText(defaultValue)}
        </Fact>
      )}
      {value !== undefined && value !== '' && (
        <Fact name={words.ddfValue} mono>
          {visibleText(value)}
        </Fact>
      )}
      {caseSensitive !== undefined && (
        <Fact name={words.caseSense}>{caseSensitive ? words.caseSensitive : words.caseInsensitive}</Fact>
      )}
    </dl>
  );
}

function Saving({ treeId, node }: { readonly treeId: string; readonly node: TreeNodeView }) {
  const { row } = node;
  const save = async (name: 'saveTreeValue' | 'saveBranch') => {
    const result = await call(name, { treeId, row });
    if (result.kind === 'fault') return result.fault;
    if (result.answer.kind === 'saved') notifyDone(words.saved, result.answer.file);
    return undefined;
  };
  if (!node.isReported) return null;
  return (
    <span className="node-detail__tags">
      {node.value && (
        <ActionButton size="sm" onRun={() => save('saveTreeValue')}>
          {words.saveValue}
        </ActionButton>
      )}
      <ActionButton size="sm" onRun={() => save('saveBranch')}>
        {words.saveBranch}
      </ActionButton>
    </span>
  );
}
