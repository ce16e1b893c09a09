/** The sub-tree Inventory of SCOMO: a `Node` element. */
export const inventoryElement = `<Node>
      <NodeName>Inventory</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>What is on the device.</Description>
        <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>Delivered</NodeName>
        <DFProperties>
          <AccessType><Get/></AccessType>
          <Description>Packages on the device that are not installed.</Description>
          <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
          <DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName/>
          <DFProperties>
            <AccessType><Get/></AccessType>
            <DFFormat><node/></DFFormat><Occurrence><ZeroOrMore/></Occurrence>
            <DFTitle>Delivered package</DFTitle>
            <DFType><DDFName/></DFType>
          </DFProperties>
          <Node>
            <NodeName>PkgID</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>The identifier that the server gave the package.</Description>
              <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Name</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Description</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Status</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>
                10 idle, 20 removal failed, 30 removing, 40 installing, 50 installation failed with the
                package kept, 60 installation failed.
              </Description>
              <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>State</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>10 delivered, 20 installed.</Description>
              <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>EnvType</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>The environment that the package is for.</Description>
              <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>PkgType</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
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
              <NodeName>Install</NodeName>
              <DFProperties>
                <AccessType><Exec/><Get/></AccessType>
                <Description>Installs the package, active.</Description>
                <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
              </DFProperties>
            </Node>
            <Node>
              <NodeName>InstallInactive</NodeName>
              <DFProperties>
                <AccessType><Exec/><Get/></AccessType>
                <Description>Installs the package, inactive.</Description>
                <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
              </DFProperties>
            </Node>
            <Node>
              <NodeName>Remove</NodeName>
              <DFProperties>
                <AccessType><Exec/><Get/></AccessType>
                <Description>Removes the package.</Description>
                <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
              </DFProperties>
            </Node>
          </Node>
        </Node>
      </Node>
      <Node>
        <NodeName>Deployed</NodeName>
        <DFProperties>
          <AccessType><Get/></AccessType>
          <Description>Software components that are installed.</Description>
          <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
          <DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName/>
          <DFProperties>
            <AccessType><Get/></AccessType>
            <DFFormat><node/></DFFormat><Occurrence><ZeroOrMore/></Occurrence>
            <DFTitle>Deployed component</DFTitle>
            <DFType><DDFName/></DFType>
          </DFProperties>
          <Node>
            <NodeName>ID</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>The identifier on the device.</Description>
              <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>PkgIDRef</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>The identifier of the package that it came in.</Description>
              <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Name</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Version</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Description</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>Status</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>
                10 idle, 20 removal failed, 30 removing, 40 activation failed, 50 activating, 60
                deactivation failed, 70 deactivating.
              </Description>
              <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>State</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>10 inactive, 20 active.</Description>
              <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
            </DFProperties>
          </Node>
          <Node>
            <NodeName>EnvType</NodeName>
            <DFProperties>
              <AccessType><Get/></AccessType>
              <Description>The environment that the component is for.</Description>
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
              <NodeName>Activate</NodeName>
              <DFProperties>
                <AccessType><Exec/><Get/></AccessType>
                <Description>Makes the component active.</Description>
                <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
              </DFProperties>
            </Node>
            <Node>
              <NodeName>Deactivate</NodeName>
              <DFProperties>
                <AccessType><Exec/><Get/></AccessType>
                <Description>Makes the component inactive.</Description>
                <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
              </DFProperties>
            </Node>
            <Node>
              <NodeName>Remove</NodeName>
              <DFProperties>
                <AccessType><Exec/><Get/></AccessType>
                <Description>Removes the component.</Description>
                <DFFormat><null/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>
              </DFProperties>
            </Node>
          </Node>
        </Node>
      </Node>
    </Node>`;
