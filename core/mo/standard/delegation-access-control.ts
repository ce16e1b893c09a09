import { standardObject } from './standard-object.ts';

/**
 * Delegation Access Control: who owns an instance of a management object, and what other servers may do with it
 * (DM 2.0). The device makes a record with each instance that a server creates; its layout is ours.
 */
export const delegationAccessControl = standardObject(
  'urn:oma:mo:oma-dm-dacmo:1.0',
  `<?xml version="1.0" encoding="UTF-8"?>
<MgmtTree>
  <VerDTD>1.2</VerDTD>
  <Node>
    <NodeName>DAC</NodeName>
    <DFProperties>
      <AccessType><Get/><Replace/></AccessType>
      <Description>The rights on one instance of a management object.</Description>
      <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence>
      <DFType><DDFName>urn:oma:mo:oma-dm-dacmo:1.0</DDFName></DFType>
    </DFProperties>
    <Node>
      <NodeName>MOID</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The MOID of the instance.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>MIID</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The name of the instance.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Owner</NodeName>
      <DFProperties>
        <AccessType><Get/><Replace/></AccessType>
        <Description>The SrvID of the server that created it, and has all rights.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>ACL</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>Which other servers have rights.</Description>
        <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName/>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrMore/></Occurrence>
          <DFTitle>Grant</DFTitle>
          <DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>SrvID</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>The server that has the rights.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Rights</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>R read, W write, E execute, D delegate, in any order.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
      </Node>
    </Node>
  </Node>
</MgmtTree>
`,
);
