import { standardObject } from './standard-object.ts';

/**
 * Session Information: what bearer and conditions the current session has (DM 2.0). The sources at hand name CBT; the
 * rest of the layout is ours.
 */
export const sessionInformation = standardObject(
  'urn:oma:mo:oma-sessioninfomo:1.0',
  `<?xml version="1.0" encoding="UTF-8"?>
<MgmtTree>
  <VerDTD>1.2</VerDTD>
  <Node>
    <NodeName>SessionInfo</NodeName>
    <DFProperties>
      <AccessType><Get/></AccessType>
      <Description>The current session.</Description>
      <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
      <DFType><DDFName>urn:oma:mo:oma-sessioninfomo:1.0</DDFName></DFType>
    </DFProperties>
    <Node>
      <NodeName>CBT</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>
          The type of the bearer that the session runs over, such as LTE, WLAN or Ethernet.
        </Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Roaming</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>Whether the device is in the network of another operator than its own.</Description>
        <DFFormat><bool/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Bearer</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>What belongs to the current bearer alone.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Ext</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The vendor's own nodes.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
    </Node>
  </Node>
</MgmtTree>
`,
);
