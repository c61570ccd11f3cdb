-- The tables that the server's own SQL names, on HSQLDB. SchemaTest prepares every statement of the
-- server against them. The other dialect beside this file differs in types only: change both.
-- Sizes: RFC 7622, section 3.1: a localpart has up to 1023 bytes, a JID up to 3071.
-- Dates are milliseconds since 1970 as 15 digits, padded with zeros: so the server writes and compares them.

-- Which schema is installed, at which version: the server's own and one row for each plugin.
CREATE TABLE ofVersion (
    name    VARCHAR(1023) NOT NULL,
    version INTEGER       NOT NULL,
    CONSTRAINT ofVersionPk PRIMARY KEY (name)
);

-- Server properties. encrypted is 1 where propValue is encrypted with the key in conf/security.xml.
CREATE TABLE ofProperty (
    name      VARCHAR(1023) NOT NULL,
    propValue LONGVARCHAR   NOT NULL,
    encrypted SMALLINT,
    CONSTRAINT ofPropertyPk PRIMARY KEY (name)
);

-- The next number of each sequence (org.jivesoftware.util.JiveConstants names them).
CREATE TABLE ofID (
    idType INTEGER NOT NULL,
    id     BIGINT  NOT NULL,
    CONSTRAINT ofIDPk PRIMARY KEY (idType)
);

-- Accounts. A password is kept as SCRAM-SHA-1 salt, iterations and keys; the two password columns stay NULL.
CREATE TABLE ofUser (
    username          VARCHAR(1023) NOT NULL,
    storedKey         VARCHAR(1023),
    serverKey         VARCHAR(1023),
    salt              VARCHAR(1023),
    iterations        INTEGER,
    plainPassword     VARCHAR(4000),
    encryptedPassword VARCHAR(4000),
    name              VARCHAR(4000),
    email             VARCHAR(4000),
    creationDate      VARCHAR(15)   NOT NULL,
    modificationDate  VARCHAR(15)   NOT NULL,
    CONSTRAINT ofUserPk PRIMARY KEY (username)
);
CREATE INDEX ofUserByCreationDate ON ofUser (creationDate);

-- Properties of accounts.
CREATE TABLE ofUserProp (
    username  VARCHAR(1023) NOT NULL,
    name      VARCHAR(1023) NOT NULL,
    propValue LONGVARCHAR   NOT NULL,
    CONSTRAINT ofUserPropPk PRIMARY KEY (username, name)
);

-- Flags of accounts, such as a lockout and its time. The server inserts by position: keep the order of the columns.
CREATE TABLE ofUserFlag (
    username  VARCHAR(1023) NOT NULL,
    name      VARCHAR(1023) NOT NULL,
    startTime VARCHAR(15),
    endTime   VARCHAR(15),
    CONSTRAINT ofUserFlagPk PRIMARY KEY (username, name)
);
CREATE INDEX ofUserFlagByStartTime ON ofUserFlag (startTime);
CREATE INDEX ofUserFlagByEndTime ON ofUserFlag (endTime);

-- The last presence of an account that is offline.
CREATE TABLE ofPresence (
    username        VARCHAR(1023) NOT NULL,
    offlinePresence LONGVARCHAR,
    offlineDate     VARCHAR(15)   NOT NULL,
    CONSTRAINT ofPresencePk PRIMARY KEY (username)
);

-- Messages that wait for their addressee.
CREATE TABLE ofOffline (
    username     VARCHAR(1023) NOT NULL,
    messageID    BIGINT        NOT NULL,
    creationDate VARCHAR(15)   NOT NULL,
    messageSize  INTEGER       NOT NULL,
    stanza       LONGVARCHAR   NOT NULL,
    CONSTRAINT ofOfflinePk PRIMARY KEY (username, messageID)
);
CREATE INDEX ofOfflineByUsernameCreationDate ON ofOffline (username, creationDate);

-- Rosters, RFC 6121. sub, ask and recv are the numbers of RosterItem.
CREATE TABLE ofRoster (
    rosterID BIGINT        NOT NULL,
    username VARCHAR(1023) NOT NULL,
    jid      VARCHAR(3071) NOT NULL,
    sub      SMALLINT      NOT NULL,
    ask      SMALLINT      NOT NULL,
    recv     SMALLINT      NOT NULL,
    nick     VARCHAR(4000),
    CONSTRAINT ofRosterPk PRIMARY KEY (rosterID)
);
CREATE INDEX ofRosterByUsername ON ofRoster (username);
CREATE INDEX ofRosterByJid ON ofRoster (jid);

CREATE TABLE ofRosterGroups (
    rosterID  BIGINT        NOT NULL,
    rank      SMALLINT      NOT NULL,
    groupName VARCHAR(1023) NOT NULL,
    CONSTRAINT ofRosterGroupsPk PRIMARY KEY (rosterID, rank)
);

-- XEP-0054.
CREATE TABLE ofVCard (
    username VARCHAR(1023) NOT NULL,
    vcard    LONGVARCHAR   NOT NULL,
    CONSTRAINT ofVCardPk PRIMARY KEY (username)
);

-- XEP-0049.
CREATE TABLE ofPrivate (
    username    VARCHAR(1023) NOT NULL,
    name        VARCHAR(1023) NOT NULL,
    namespace   VARCHAR(4000) NOT NULL,
    privateData LONGVARCHAR   NOT NULL,
    CONSTRAINT ofPrivatePk PRIMARY KEY (username, name, namespace)
);

-- XEP-0016.
CREATE TABLE ofPrivacyList (
    username  VARCHAR(1023) NOT NULL,
    name      VARCHAR(1023) NOT NULL,
    isDefault SMALLINT      NOT NULL,
    list      LONGVARCHAR   NOT NULL,
    CONSTRAINT ofPrivacyListPk PRIMARY KEY (username, name)
);

-- Groups of accounts.
CREATE TABLE ofGroup (
    groupName   VARCHAR(1023) NOT NULL,
    description VARCHAR(4000),
    CONSTRAINT ofGroupPk PRIMARY KEY (groupName)
);

CREATE TABLE ofGroupProp (
    groupName VARCHAR(1023) NOT NULL,
    name      VARCHAR(1023) NOT NULL,
    propValue LONGVARCHAR   NOT NULL,
    CONSTRAINT ofGroupPropPk PRIMARY KEY (groupName, name)
);
CREATE INDEX ofGroupPropByName ON ofGroupProp (name);

-- username is a full JID where the member is of another server.
CREATE TABLE ofGroupUser (
    groupName     VARCHAR(1023) NOT NULL,
    username      VARCHAR(3071) NOT NULL,
    administrator SMALLINT      NOT NULL,
    CONSTRAINT ofGroupUserPk PRIMARY KEY (groupName, username, administrator)
);
CREATE INDEX ofGroupUserByUsername ON ofGroupUser (username);

-- Group chat, XEP-0045.
CREATE TABLE ofMucService (
    serviceID   BIGINT        NOT NULL,
    subdomain   VARCHAR(1023) NOT NULL,
    description VARCHAR(4000),
    isHidden    SMALLINT      NOT NULL,
    CONSTRAINT ofMucServicePk PRIMARY KEY (subdomain)
);
CREATE INDEX ofMucServiceByServiceID ON ofMucService (serviceID);

CREATE TABLE ofMucServiceProp (
    serviceID BIGINT        NOT NULL,
    name      VARCHAR(1023) NOT NULL,
    propValue LONGVARCHAR   NOT NULL,
    CONSTRAINT ofMucServicePropPk PRIMARY KEY (serviceID, name)
);

CREATE TABLE ofMucRoom (
    serviceID        BIGINT        NOT NULL,
    roomID           BIGINT        NOT NULL,
    creationDate     VARCHAR(15)   NOT NULL,
    modificationDate VARCHAR(15)   NOT NULL,
    name             VARCHAR(1023) NOT NULL,
    naturalName      VARCHAR(4000),
    description      VARCHAR(4000),
    lockedDate       VARCHAR(15)   NOT NULL,
    emptyDate        VARCHAR(15),
    canChangeSubject SMALLINT      NOT NULL,
    maxUsers         INTEGER       NOT NULL,
    publicRoom       SMALLINT      NOT NULL,
    moderated        SMALLINT      NOT NULL,
    membersOnly      SMALLINT      NOT NULL,
    canInvite        SMALLINT      NOT NULL,
    roomPassword     VARCHAR(4000),
    canDiscoverJID   SMALLINT      NOT NULL,
    logEnabled       SMALLINT      NOT NULL,
    subject          VARCHAR(4000),
    rolesToBroadcast SMALLINT      NOT NULL,
    useReservedNick  SMALLINT      NOT NULL,
    canChangeNick    SMALLINT      NOT NULL,
    canRegister      SMALLINT      NOT NULL,
    allowpm          SMALLINT,
    CONSTRAINT ofMucRoomPk PRIMARY KEY (serviceID, name)
);
CREATE INDEX ofMucRoomByRoomID ON ofMucRoom (roomID);
CREATE INDEX ofMucRoomByServiceIDEmptyDate ON ofMucRoom (serviceID, emptyDate);

CREATE TABLE ofMucRoomProp (
    roomID    BIGINT        NOT NULL,
    name      VARCHAR(1023) NOT NULL,
    propValue LONGVARCHAR   NOT NULL,
    CONSTRAINT ofMucRoomPropPk PRIMARY KEY (roomID, name)
);

CREATE TABLE ofMucAffiliation (
    roomID      BIGINT        NOT NULL,
    jid         VARCHAR(3071) NOT NULL,
    affiliation SMALLINT      NOT NULL,
    CONSTRAINT ofMucAffiliationPk PRIMARY KEY (roomID, jid)
);
CREATE INDEX ofMucAffiliationByJid ON ofMucAffiliation (jid);

CREATE TABLE ofMucMember (
    roomID    BIGINT        NOT NULL,
    jid       VARCHAR(3071) NOT NULL,
    nickname  VARCHAR(4000),
    firstName VARCHAR(4000),
    lastName  VARCHAR(4000),
    url       VARCHAR(4000),
    email     VARCHAR(4000),
    faqentry  VARCHAR(4000),
    CONSTRAINT ofMucMemberPk PRIMARY KEY (roomID, jid)
);
CREATE INDEX ofMucMemberByJid ON ofMucMember (jid);

-- What was said in rooms that log. messageID is no key: the server takes the count of rows for it.
CREATE TABLE ofMucConversationLog (
    roomID    BIGINT        NOT NULL,
    messageID BIGINT        NOT NULL,
    sender    VARCHAR(3071) NOT NULL,
    nickname  VARCHAR(4000),
    logTime   VARCHAR(15)   NOT NULL,
    subject   VARCHAR(4000),
    body      LONGVARCHAR,
    stanza    LONGVARCHAR
);
CREATE INDEX ofMucConversationLogByRoomIDLogTime ON ofMucConversationLog (roomID, logTime);
CREATE INDEX ofMucConversationLogByLogTime ON ofMucConversationLog (logTime);

-- Publish-subscribe and personal eventing, XEP-0060 and XEP-0163.
CREATE TABLE ofPubsubNode (
    serviceID           VARCHAR(1023) NOT NULL,
    nodeID              VARCHAR(1023) NOT NULL,
    leaf                SMALLINT      NOT NULL,
    creationDate        VARCHAR(15)   NOT NULL,
    modificationDate    VARCHAR(15)   NOT NULL,
    parent              VARCHAR(1023),
    deliverPayloads     SMALLINT      NOT NULL,
    maxPayloadSize      INTEGER,
    persistItems        SMALLINT,
    maxItems            INTEGER,
    notifyConfigChanges SMALLINT      NOT NULL,
    notifyDelete        SMALLINT      NOT NULL,
    notifyRetract       SMALLINT      NOT NULL,
    presenceBased       SMALLINT      NOT NULL,
    sendItemSubscribe   SMALLINT      NOT NULL,
    publisherModel      VARCHAR(1023) NOT NULL,
    subscriptionEnabled SMALLINT      NOT NULL,
    configSubscription  SMALLINT      NOT NULL,
    accessModel         VARCHAR(1023) NOT NULL,
    payloadType         VARCHAR(4000),
    bodyXSLT            VARCHAR(4000),
    dataformXSLT        VARCHAR(4000),
    creator             VARCHAR(3071) NOT NULL,
    description         VARCHAR(4000),
    language            VARCHAR(1023),
    name                VARCHAR(4000),
    replyPolicy         VARCHAR(1023),
    associationPolicy   VARCHAR(1023),
    maxLeafNodes        INTEGER,
    CONSTRAINT ofPubsubNodePk PRIMARY KEY (serviceID, nodeID)
);

CREATE TABLE ofPubsubNodeJIDs (
    serviceID       VARCHAR(1023) NOT NULL,
    nodeID          VARCHAR(1023) NOT NULL,
    jid             VARCHAR(3071) NOT NULL,
    associationType VARCHAR(1023) NOT NULL,
    CONSTRAINT ofPubsubNodeJIDsPk PRIMARY KEY (serviceID, nodeID, jid)
);

CREATE TABLE ofPubsubNodeGroups (
    serviceID   VARCHAR(1023) NOT NULL,
    nodeID      VARCHAR(1023) NOT NULL,
    rosterGroup VARCHAR(1023) NOT NULL,
    CONSTRAINT ofPubsubNodeGroupsPk PRIMARY KEY (serviceID, nodeID, rosterGroup)
);

CREATE TABLE ofPubsubAffiliation (
    serviceID   VARCHAR(1023) NOT NULL,
    nodeID      VARCHAR(1023) NOT NULL,
    jid         VARCHAR(3071) NOT NULL,
    affiliation VARCHAR(1023) NOT NULL,
    CONSTRAINT ofPubsubAffiliationPk PRIMARY KEY (serviceID, nodeID, jid)
);

CREATE TABLE ofPubsubSubscription (
    serviceID         VARCHAR(1023) NOT NULL,
    nodeID            VARCHAR(1023) NOT NULL,
    id                VARCHAR(1023) NOT NULL,
    jid               VARCHAR(3071) NOT NULL,
    owner             VARCHAR(3071) NOT NULL,
    state             VARCHAR(1023) NOT NULL,
    deliver           SMALLINT      NOT NULL,
    digest            SMALLINT      NOT NULL,
    digest_frequency  INTEGER       NOT NULL,
    expire            VARCHAR(15),
    includeBody       SMALLINT      NOT NULL,
    showValues        VARCHAR(1023),
    subscriptionType  VARCHAR(1023) NOT NULL,
    subscriptionDepth SMALLINT      NOT NULL,
    keyword           VARCHAR(4000),
    CONSTRAINT ofPubsubSubscriptionPk PRIMARY KEY (serviceID, nodeID, id)
);

CREATE TABLE ofPubsubItem (
    serviceID    VARCHAR(1023) NOT NULL,
    nodeID       VARCHAR(1023) NOT NULL,
    id           VARCHAR(1023) NOT NULL,
    jid          VARCHAR(3071) NOT NULL,
    creationDate VARCHAR(15)   NOT NULL,
    payload      LONGVARCHAR,
    CONSTRAINT ofPubsubItemPk PRIMARY KEY (serviceID, nodeID, id)
);
CREATE INDEX ofPubsubItemByServiceIDNodeIDCreationDate ON ofPubsubItem (serviceID, nodeID, creationDate);

CREATE TABLE ofPubsubDefaultConf (
    serviceID           VARCHAR(1023) NOT NULL,
    leaf                SMALLINT      NOT NULL,
    deliverPayloads     SMALLINT      NOT NULL,
    maxPayloadSize      INTEGER       NOT NULL,
    persistItems        SMALLINT      NOT NULL,
    maxItems            INTEGER       NOT NULL,
    notifyConfigChanges SMALLINT      NOT NULL,
    notifyDelete        SMALLINT      NOT NULL,
    notifyRetract       SMALLINT      NOT NULL,
    presenceBased       SMALLINT      NOT NULL,
    sendItemSubscribe   SMALLINT      NOT NULL,
    publisherModel      VARCHAR(1023) NOT NULL,
    subscriptionEnabled SMALLINT      NOT NULL,
    accessModel         VARCHAR(1023) NOT NULL,
    language            VARCHAR(1023),
    replyPolicy         VARCHAR(1023),
    associationPolicy   VARCHAR(1023) NOT NULL,
    maxLeafNodes        INTEGER       NOT NULL,
    CONSTRAINT ofPubsubDefaultConfPk PRIMARY KEY (serviceID, leaf)
);

-- Other servers and components: who may connect (permission is allowed or blocked).
CREATE TABLE ofRemoteServerConf (
    xmppDomain VARCHAR(1023) NOT NULL,
    remotePort INTEGER,
    permission VARCHAR(1023) NOT NULL,
    CONSTRAINT ofRemoteServerConfPk PRIMARY KEY (xmppDomain)
);

CREATE TABLE ofExtComponentConf (
    subdomain  VARCHAR(1023) NOT NULL,
    wildcard   SMALLINT      NOT NULL,
    secret     VARCHAR(4000),
    permission VARCHAR(1023) NOT NULL,
    CONSTRAINT ofExtComponentConfPk PRIMARY KEY (subdomain)
);

-- What administrators did.
CREATE TABLE ofSecurityAuditLog (
    msgID      BIGINT        NOT NULL,
    username   VARCHAR(1023) NOT NULL,
    entryStamp BIGINT        NOT NULL,
    summary    VARCHAR(4000) NOT NULL,
    node       VARCHAR(4000) NOT NULL,
    details    LONGVARCHAR,
    CONSTRAINT ofSecurityAuditLogPk PRIMARY KEY (msgID)
);
CREATE INDEX ofSecurityAuditLogByUsername ON ofSecurityAuditLog (username);
CREATE INDEX ofSecurityAuditLogByEntryStamp ON ofSecurityAuditLog (entryStamp);

-- 26 is the version that Openfire 4.2.0 asks for (SchemaManager.DATABASE_VERSION).
INSERT INTO ofVersion (name, version) VALUES ('openfire', 26);
