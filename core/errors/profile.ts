import type { ErrorEntry } from './entry.ts';

/** Profiles, and device descriptions (DDF). */
export const profileErrors = {
  PROFILE_NOT_JSON: {
    cause: 'The profile is not valid JSON: {detail}.',
    remedy: 'Mend the place named.',
  },
  PROFILE_WRONG: {
    cause: 'At {path}: {detail}.',
    remedy: 'See examples/profile.schema.json for what belongs there; editors that know JSON Schema show it.',
  },
  PROFILE_VARIABLE_UNKNOWN: {
    cause: 'At {path}: the variable {variable} is not a column of this profile.',
    remedy: 'Declare it under "columns", or mend its name.',
  },
  PROFILE_CONFIGURATION_UNKNOWN: {
    cause: 'At {path}: there is no configuration "{configuration}" in this profile.',
    remedy: 'Add it under "configurations", or mend its name.',
  },
  PROFILE_HAS_FAULTS: {
    cause: 'The profile has {count} faults.',
    remedy: 'Mend the places named and check it again.',
  },
  PROFILE_MEMBER_TWICE: {
    cause: 'At {path}: the member "{name}" is there twice, and only the last one counts.',
    remedy: 'Remove one of the two, or give it another name.',
  },
  PROFILE_MEMBER_UNUSABLE: {
    cause: 'At {path}: "{name}" cannot be the name of a member.',
    remedy: 'Give it another name.',
  },
  PROFILE_TOO_LONG: {
    cause: 'The profile has {length} characters, and {limit} are the most.',
    remedy: 'Check that it is the right file. What devices download belongs into the Data Repository.',
  },
  PROFILE_UNKNOWN: {
    cause: 'There is no profile {profile} in the library.',
    remedy: 'Choose one of the list.',
  },
  PROFILE_VERSION_UNKNOWN: {
    cause: 'There is no version {version} of the profile "{profile}".',
    remedy: 'Choose one of its versions.',
  },
  PROFILE_NEWER: {
    cause: 'Version {latest} of "{profile}" was saved after the version that these changes began with.',
    remedy: 'Nothing was saved. Compare the versions, and take over what is missing before you save again.',
  },
  PROFILE_NAME_TAKEN: {
    cause: 'There is a profile "{name}" in the library already.',
    remedy: 'Choose another name, or open that profile and save a new version of it.',
  },
  PROFILE_HAS_DRAFT: {
    cause: 'The profile "{profile}" has changes that were not saved.',
    remedy: 'Open it, and save or discard them first.',
  },
  PROFILE_NOT_SAVED: {
    cause: 'No version of the profile "{profile}" was saved yet.',
    remedy: 'Open it, mend its faults, and save it.',
  },
  PLAN_UNKNOWN: {
    cause: 'The profile has no plan "{plan}".',
    remedy: 'Choose one of its plans; "sessionPlan" is its own.',
  },
  PLAN_STEP_UNKNOWN: {
    cause: 'The plan "{plan}" has no step "{step}".',
    remedy: 'Write the name of one of its steps as the plan has it.',
  },
  PROFILE_UNCHANGED: {
    cause: 'The profile "{profile}" is the same as its version {version}.',
    remedy: 'Nothing has to be done: that version is there to be used.',
  },
  DDF_NOT_WELL_FORMED: {
    cause: 'The device description is not well-formed XML: {detail}.',
    remedy: 'Mend the place named; an XML editor shows it.',
  },
  DDF_ENTITY_DECLARED: {
    cause:
      'The device description declares the entity "{name}"; entities are never declared or fetched here.',
    remedy: 'Remove the declaration, and write the text itself wherever the entity is used.',
  },
  DDF_ENTITY_UNKNOWN: {
    cause: 'The entity "&{name};" is none of the five of XML.',
    remedy: 'Write the character itself, or its number (&#160;). A single "&" is written "&amp;".',
  },
  DDF_LIMIT: {
    cause: 'The device description has more than {limit} {what}; what follows was not looked at.',
    remedy: 'Check that it is the right file; if it is, mend what is named, or cut it into several files.',
  },
  DDF_ROOT: {
    cause: 'The file begins with <{element}>, and a device description begins with <MgmtTree>.',
    remedy: 'Check that it is the right file (DDF, the format of OMA DM 1.2 and 1.3).',
  },
  DDF_ELEMENT_MISPLACED: {
    cause: '<{element}> does not belong in <{parent}>, which holds {expected}.',
    remedy: "Remove it or mend its name. A vendor's own elements belong in a namespace of their own.",
  },
  DDF_ELEMENT_TWICE: {
    cause: '<{element}> stands in <{parent}> more than once.',
    remedy: 'Keep one of them.',
  },
  DDF_ELEMENT_MISSING: {
    cause: '<{parent}> has no <{element}>.',
    remedy: 'Add it: what it says cannot be guessed.',
  },
  DDF_TEXT_MISPLACED: {
    cause: 'There is text in <{element}>, which holds none.',
    remedy: 'Remove the text, or put it into the element that it belongs to.',
  },
  DDF_CHOICE: {
    cause: '<{element}> holds {found} elements, and exactly one is expected: {expected}.',
    remedy: 'Keep the one that is meant.',
  },
  DDF_FORMAT_UNKNOWN: {
    cause: 'The format "{format}" is unknown.',
    remedy: 'Write one of node, b64, bin, bool, chr, date, float, int, null, time and xml (in lower case).',
  },
  DDF_NAME_WRONG: {
    cause: 'The node name "{name}" cannot be used: {detail}.',
    remedy: 'Mend the name.',
  },
  DDF_NAME_TWICE: {
    cause: '"{name}" stands below "{parent}" twice; the first is on line {line}.',
    remedy: 'Remove or rename one of the two.',
  },
  DDF_PLACEHOLDER_TWICE: {
    cause:
      'Two nodes without a name stand below "{parent}" and cannot be told apart; the first is on line {line}.',
    remedy: 'Name one of them, or describe both in one.',
  },
  DDF_LEAF_HAS_CHILDREN: {
    cause: 'The node "{name}" has the format {format}, and nodes below it.',
    remedy: 'Make it an interior node (format node), or put the nodes elsewhere.',
  },
  DDF_INTERIOR_HAS_VALUE: {
    cause: 'The interior node "{name}" has a value (<{element}>).',
    remedy: 'Remove the value, or give the node the format of a leaf.',
  },
  DDF_OCCURRENCE_WRONG: {
    cause: '<{element}> says "{text}", and a whole number of at least 1 is expected.',
    remedy: 'Write how often the node may stand there at most.',
  },
  DDF_NO_NODE: {
    cause: 'The device description describes no node.',
    remedy: 'Add the root node of the management object: a <Node> in <MgmtTree>.',
  },
  DDF_NOT_PRINTABLE: {
    cause: 'The node {path} holds a character that XML cannot carry.',
    remedy: 'Remove control characters from its texts.',
  },
  DDF_VERSION_UNKNOWN: {
    cause: 'The version "{version}" is neither 1.2 nor 1.3; the file was read as one of these.',
    remedy: 'Check what was read.',
  },
  DDF_ROOT_UNNAMED: {
    cause: 'The root node has no name, so that nothing says what data of this object are wrapped in.',
    remedy: 'Any name is accepted. Name the root node if there is one name for all devices.',
  },
  DDF_NAME_MISSING: {
    cause: 'The node has no <NodeName>; it was read as one whose name is given at run time.',
    remedy: 'Add an empty <NodeName/> if it is meant so, or the name.',
  },
  DDF_PLACEHOLDER_WRITTEN: {
    cause: 'The name "{name}" was read as a placeholder for names that are given at run time.',
    remedy: 'Leave <NodeName/> empty to be rid of this warning.',
  },
  DDF_PLACEHOLDER_PERMANENT: {
    cause: 'The node without a name below "{parent}" is permanent: only the device itself can make one.',
    remedy: 'Nothing has to be done if that is meant; otherwise make its scope dynamic.',
  },
  DDF_PERMANENT_ACCESS: {
    cause: 'The node "{name}" is permanent and still allows {access}; a server cannot do that with it.',
    remedy: 'Remove the access type, or make the scope dynamic.',
  },
  DDF_OCCURRENCE_UNBOUNDED: {
    cause: '<{element}> names no number; it was read as "any number".',
    remedy: 'Write the number into it.',
  },
  DDF_OCCURRENCE_NAMED: {
    cause: 'The node "{name}" may stand there several times, but one name can stand there once only.',
    remedy: 'Leave its name empty if several are meant, or write <One/> or <ZeroOrOne/>.',
  },
  DDF_VALUE_FORMAT: {
    cause: 'The value in <{element}> of "{name}" is not {expected}, as the format {format} asks.',
    remedy: 'Mend the value or the format; devices may refuse it.',
  },
  DDF_MIME_SEVERAL: {
    cause: 'The node has several MIME types; the first is kept.',
    remedy: 'Nothing has to be done if the first is the one to use.',
  },
  DDF_PATH_BELOW_ROOT: {
    cause: 'A <Path> below the root node says nothing here; the node stands where it is nested.',
    remedy: 'Remove it, or make the node a root node of its own.',
  },
  DDF_MOID_TWICE: {
    cause: 'Several root nodes of the file have the MOID {moid}.',
    remedy: 'Choose which one to import, or give each a MOID of its own.',
  },
} as const satisfies Record<string, ErrorEntry>;
