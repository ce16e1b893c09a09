import { inventoryElement } from './software-inventory.ts';
import { standardObject } from './standard-object.ts';

/**
 * Software Component Management Object (OMA SCOMO 1.0). What SCOMO wants below a package to download and the device
 * alone can set (Status) need not be there: whoever adds the package cannot send it.
 */
export const softwareManagement = standardObject(
  'urn:oma:mo:oma-scomo:1.0',
  `<?xml version="1.0" encoding="UTF-8"?>
<MgmtTree>
  <VerDTD>1.2</VerDTD>
  <Node>
    <NodeName>SCOMO</NodeName>
    <DFProperties>
      <AccessType><Get/></AccessType>
      <Description>The software of the device.</Description>
      <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence>
      <DFType><DDFName>urn:oma:mo:oma-scomo:1.0</DDFName></DFType>
    </DFProperties>
    ${inventoryElement}
    <Node>
      <NodeName>Download</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>Packages that a server has asked the device to fetch.</Description>
        <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName/>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrMore/></Occurrence>
          <DFTitle>Package to download</DFTitle>
          <DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>PkgID</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>The identifier that the server gives the package.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Name</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>PkgURL</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>Where the package is.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>InstallParams</NodeName>
          <DFProperties>
            <AccessType><Add/><Get/><Replace/></AccessType>
            <Description>What the installation is to know.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Description</NodeName>
          <DFProperties>
            <AccessType><Add/><Get/><Replace/></AccessType>
            <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Status</NodeName>
          <DFProperties>
            <AccessType><Get/></AccessType>
            <Description>
              10 idle, 20 download failed, 30 downloading, 40 downloaded, 50 installing, 60 installation failed
              with the package kept, 70 installation failed. The device makes it.
            </Description>
            <DFFormat><int/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>EnvType</NodeName>
          <DFProperties>
            <AccessType><Add/><Get/><Replace/></AccessType>
            <Description>The environment that the package is for.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>PkgType</NodeName>
          <DFProperties>
            <AccessType><Add/><Get/><Replace/></AccessType>
            <Description>The MIME type of the package.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Operations</NodeName>
          <DFProperties>
            <AccessType><Get/></AccessType>
            <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
            <DFType><DDFName/></DFType>
          </DFProperties>
          <Node>
            <NodeName>Download</NodeName>
            <DFProperties>
              <AccessType><Exec/><Get/></AccessType>
              <Description>Downloads the package.</Description>
              <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>DownloadInstall</NodeName>
            <DFProperties>
              <AccessType><Exec/><Get/></AccessType>
              <Description>Downloads and installs the package, active.</Description>
              <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>DownloadInstallInactive</NodeName>
            <DFProperties>
              <AccessType><Exec/><Get/></AccessType>
              <Description>Downloads and installs the package, inactive.</Description>
              <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
            </DFProperties>
          </Node>
        </Node>
        <Node>
          <NodeName>Ext</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
            <Description>The vendor's own nodes.</Description>
            <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
          </DFProperties>
          <Node>
            <NodeName>SHA256</NodeName>
            <DFProperties>
              <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
              <Description>The digest that the package has to have (SHA-256, hexadecimal); ours.</Description>
              <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
        </Node>
      </Node>
    </Node>
    <Node>
      <NodeName>Ext</NodeName>
      <DFProperties>
        <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
        <Description>The vendor's own nodes.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
    </Node>
  </Node>
</MgmtTree>
`,
);
