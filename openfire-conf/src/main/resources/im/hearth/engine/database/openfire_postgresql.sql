-- The tables that the server's own SQL names, on PostgreSQL. SchemaTest prepares every statement of the
-- server against them. The other dialect beside this file differs in types only: change both.
-- Dates are milliseconds since 1970 as 15 digits, padded with zeros: so the server writes and compares them.

-- Which schema is installed, at which version: the server's own and one row for each plugin.
CREATE TABLE ofVersion (
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ofVersionPk PRIMARY KEY (name)
);

-- Server properties. encrypted is 1 where propValue is encrypted with the key in conf/security.xml.
CREATE TABLE ofProperty (
    name      TEXT     NOT NULL,
    propValue TEXT     NOT NULL,
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
    username          TEXT        NOT NULL,
    storedKey         TEXT,
    serverKey         TEXT,
    salt              TEXT,
    iterations        INTEGER,
    plainPassword     TEXT,
    encryptedPassword TEXT,
    name              TEXT,
    email             TEXT,
    creationDate      VARCHAR(15) NOT NULL,
    modificationDate  VARCHAR(15) NOT NULL,
    CONSTRAINT ofUserPk PRIMARY KEY (username)
);
CREATE INDEX ofUserByCreationDate ON ofUser (creationDate);

-- Properties of accounts.
CREATE TABLE ofUserProp (
    username  TEXT NOT NULL,
    name      TEXT NOT NULL,
    propValue TEXT NOT NULL,
    CONSTRAINT ofUserPropPk PRIMARY KEY (username, name)
);

-- Flags of accounts, such as a lockout and its time. The server inserts by position: keep the order of the columns.
CREATE TABLE ofUserFlag (
    username  TEXT        NOT NULL,
    name      TEXT        NOT NULL,
    startTime VARCHAR(15),
    endTime   VARCHAR(15),
    CONSTRAINT ofUserFlagPk PRIMARY KEY (username, name)
);
CREATE INDEX ofUserFlagByStartTime ON ofUserFlag (startTime);
CREATE INDEX ofUserFlagByEndTime ON ofUserFlag (endTime);

-- The last presence of an account that is offline.
CREATE TABLE ofPresence (
    username        TEXT        NOT NULL,
    offlinePresence TEXT,
    offlineDate     VARCHAR(15) NOT NULL,
    CONSTRAINT ofPresencePk PRIMARY KEY (username)
);

-- Messages that wait for their addressee.
CREATE TABLE ofOffline (
    username     TEXT        NOT NULL,
    messageID    BIGINT      NOT NULL,
    creationDate VARCHAR(15) NOT NULL,
    messageSize  INTEGER     NOT NULL,
    stanza       TEXT        NOT NULL,
    CONSTRAINT ofOfflinePk PRIMARY KEY (username, messageID)
);
CREATE INDEX ofOfflineByUsernameCreationDate ON ofOffline (username, creationDate);

-- Rosters, RFC 6121. sub, ask and recv are the numbers of RosterItem.
CREATE TABLE ofRoster (
    rosterID BIGINT   NOT NULL,
    username TEXT     NOT NULL,
    jid      TEXT     NOT NULL,
    sub      SMALLINT NOT NULL,
    ask      SMALLINT NOT NULL,
    recv     SMALLINT NOT NULL,
    nick     TEXT,
    CONSTRAINT ofRosterPk PRIMARY KEY (rosterID)
);
CREATE INDEX ofRosterByUsername ON ofRoster (username);
CREATE INDEX ofRosterByJid ON ofRoster (jid);

CREATE TABLE ofRosterGroups (
    rosterID  BIGINT   NOT NULL,
    rank      SMALLINT NOT NULL,
    groupName TEXT     NOT NULL,
    CONSTRAINT ofRosterGroupsPk PRIMARY KEY (rosterID, rank)
);

-- XEP-0054.
CREATE TABLE ofVCard (
    username TEXT NOT NULL,
    vcard    TEXT NOT NULL,
    CONSTRAINT ofVCardPk PRIMARY KEY (username)
);

-- XEP-0049.
CREATE TABLE ofPrivate (
    username    TEXT NOT NULL,
    name        TEXT NOT NULL,
    namespace   TEXT NOT NULL,
    privateData TEXT NOT NULL,
    CONSTRAINT ofPrivatePk PRIMARY KEY (username, name, namespace)
);

-- XEP-0016.
CREATE TABLE ofPrivacyList (
    username  TEXT     NOT NULL,
    name      TEXT     NOT NULL,
    isDefault SMALLINT NOT NULL,
    list      TEXT     NOT NULL,
    CONSTRAINT ofPrivacyListPk PRIMARY KEY (username, name)
);

-- Groups of accounts.
CREATE TABLE ofGroup (
    groupName   TEXT NOT NULL,
    description TEXT,
    CONSTRAINT ofGroupPk PRIMARY KEY (groupName)
);

CREATE TABLE ofGroupProp (
    groupName TEXT NOT NULL,
    name      TEXT NOT NULL,
    propValue TEXT NOT NULL,
    CONSTRAINT ofGroupPropPk PRIMARY KEY (groupName, name)
);
CREATE INDEX ofGroupPropByName ON ofGroupProp (name);

-- username is a full JID where the member is of another server.
CREATE TABLE ofGroupUser (
    groupName     TEXT     NOT NULL,
    username      TEXT     NOT NULL,
    administrator SMALLINT NOT NULL,
    CONSTRAINT ofGroupUserPk PRIMARY KEY (groupName, username, administrator)
);
CREATE INDEX ofGroupUserByUsername ON ofGroupUser (username);

-- Group chat, XEP-0045.
CREATE TABLE ofMucService (
    serviceID   BIGINT   NOT NULL,
    subdomain   TEXT     NOT NULL,
    description TEXT,
    isHidden    SMALLINT NOT NULL,
    CONSTRAINT ofMucServicePk PRIMARY KEY (subdomain)
);
CREATE INDEX ofMucServiceByServiceID ON ofMucService (serviceID);

CREATE TABLE ofMucServiceProp (
    serviceID BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    propValue TEXT   NOT NULL,
    CONSTRAINT ofMucServicePropPk PRIMARY KEY (serviceID, name)
);

CREATE TABLE ofMucRoom (
    serviceID        BIGINT      NOT NULL,
    roomID           BIGINT      NOT NULL,
    creationDate     VARCHAR(15) NOT NULL,
    modificationDate VARCHAR(15) NOT NULL,
    name             TEXT        NOT NULL,
    naturalName      TEXT,
    description      TEXT,
    lockedDate       VARCHAR(15) NOT NULL,
    emptyDate        VARCHAR(15),
    canChangeSubject SMALLINT    NOT NULL,
    maxUsers         INTEGER     NOT NULL,
    publicRoom       SMALLINT    NOT NULL,
    moderated        SMALLINT    NOT NULL,
    membersOnly      SMALLINT    NOT NULL,
    canInvite        SMALLINT    NOT NULL,
    roomPassword     TEXT,
    canDiscoverJID   SMALLINT    NOT NULL,
    logEnabled       SMALLINT    NOT NULL,
    subject          TEXT,
    rolesToBroadcast SMALLINT    NOT NULL,
    useReservedNick  SMALLINT    NOT NULL,
    canChangeNick    SMALLINT    NOT NULL,
    canRegister      SMALLINT    NOT NULL,
    allowpm          SMALLINT,
    CONSTRAINT ofMucRoomPk PRIMARY KEY (serviceID, name)
);
CREATE INDEX ofMucRoomByRoomID ON ofMucRoom (roomID);
CREATE INDEX ofMucRoomByServiceIDEmptyDate ON ofMucRoom (serviceID, emptyDate);

CREATE TABLE ofMucRoomProp (
    roomID    BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    propValue TEXT   NOT NULL,
    CONSTRAINT ofMucRoomPropPk PRIMARY KEY (roomID, name)
);

CREATE TABLE ofMucAffiliation (
    roomID      BIGINT   NOT NULL,
    jid         TEXT     NOT NULL,
    affiliation SMALLINT NOT NULL,
    CONSTRAINT ofMucAffiliationPk PRIMARY KEY (roomID, jid)
);
CREATE INDEX ofMucAffiliationByJid ON ofMucAffiliation (jid);

CREATE TABLE ofMucMember (
    roomID    BIGINT NOT NULL,
    jid       TEXT   NOT NULL,
    nickname  TEXT,
    firstName TEXT,
    lastName  TEXT,
    url       TEXT,
    email     TEXT,
    faqentry  TEXT,
    CONSTRAINT ofMucMemberPk PRIMARY KEY (roomID, jid)
);
CREATE INDEX ofMucMemberByJid ON ofMucMember (jid);

-- What was said in rooms that log. messageID is no key: the server takes the count of rows for it.
CREATE TABLE ofMucConversationLog (
    roomID    BIGINT      NOT NULL,
    messageID BIGINT      NOT NULL,
    sender    TEXT        NOT NULL,
    nickname  TEXT,
    logTime   VARCHAR(15) NOT NULL,
    subject   TEXT,
    body      TEXT,
    stanza    TEXT
);
CREATE INDEX ofMucConversationLogByRoomIDLogTime ON ofMucConversationLog (roomID, logTime);
CREATE INDEX ofMucConversationLogByLogTime ON ofMucConversationLog (logTime);

-- Publish-subscribe and personal eventing, XEP-0060 and XEP-0163.
CREATE TABLE ofPubsubNode (
    serviceID           TEXT        NOT NULL,
    nodeID              TEXT        NOT NULL,
    leaf                SMALLINT    NOT NULL,
    creationDate        VARCHAR(15) NOT NULL,
    modificationDate    VARCHAR(15) NOT NULL,
    parent              TEXT,
    deliverPayloads     SMALLINT    NOT NULL,
    maxPayloadSize      INTEGER,
    persistItems        SMALLINT,
    maxItems            INTEGER,
    notifyConfigChanges SMALLINT    NOT NULL,
    notifyDelete        SMALLINT    NOT NULL,
    notifyRetract       SMALLINT    NOT NULL,
    presenceBased       SMALLINT    NOT NULL,
    sendItemSubscribe   SMALLINT    NOT NULL,
    publisherModel      TEXT        NOT NULL,
    subscriptionEnabled SMALLINT    NOT NULL,
    configSubscription  SMALLINT    NOT NULL,
    accessModel         TEXT        NOT NULL,
    payloadType         TEXT,
    bodyXSLT            TEXT,
    dataformXSLT        TEXT,
    creator             TEXT        NOT NULL,
    description         TEXT,
    language            TEXT,
    name                TEXT,
    replyPolicy         TEXT,
    associationPolicy   TEXT,
    maxLeafNodes        INTEGER,
    CONSTRAINT ofPubsubNodePk PRIMARY KEY (serviceID, nodeID)
);

CREATE TABLE ofPubsubNodeJIDs (
    serviceID       TEXT NOT NULL,
    nodeID          TEXT NOT NULL,
    jid             TEXT NOT NULL,
    associationType TEXT NOT NULL,
    CONSTRAINT ofPubsubNodeJIDsPk PRIMARY KEY (serviceID, nodeID, jid)
);

CREATE TABLE ofPubsubNodeGroups (
    serviceID   TEXT NOT NULL,
    nodeID      TEXT NOT NULL,
    rosterGroup TEXT NOT NULL,
    CONSTRAINT ofPubsubNodeGroupsPk PRIMARY KEY (serviceID, nodeID, rosterGroup)
);

CREATE TABLE ofPubsubAffiliation (
    serviceID   TEXT NOT NULL,
    nodeID      TEXT NOT NULL,
    jid         TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    CONSTRAINT ofPubsubAffiliationPk PRIMARY KEY (serviceID, nodeID, jid)
);

CREATE TABLE ofPubsubSubscription (
    serviceID         TEXT        NOT NULL,
    nodeID            TEXT        NOT NULL,
    id                TEXT        NOT NULL,
    jid               TEXT        NOT NULL,
    owner             TEXT        NOT NULL,
    state             TEXT        NOT NULL,
    deliver           SMALLINT    NOT NULL,
    digest            SMALLINT    NOT NULL,
    digest_frequency  INTEGER     NOT NULL,
    expire            VARCHAR(15),
    includeBody       SMALLINT    NOT NULL,
    showValues        TEXT,
    subscriptionType  TEXT        NOT NULL,
    subscriptionDepth SMALLINT    NOT NULL,
    keyword           TEXT,
    CONSTRAINT ofPubsubSubscriptionPk PRIMARY KEY (serviceID, nodeID, id)
);

CREATE TABLE ofPubsubItem (
    serviceID    TEXT        NOT NULL,
    nodeID       TEXT        NOT NULL,
    id           TEXT        NOT NULL,
    jid          TEXT        NOT NULL,
    creationDate VARCHAR(15) NOT NULL,
    payload      TEXT,
    CONSTRAINT ofPubsubItemPk PRIMARY KEY (serviceID, nodeID, id)
);
CREATE INDEX ofPubsubItemByServiceIDNodeIDCreationDate ON ofPubsubItem (serviceID, nodeID, creationDate);

CREATE TABLE ofPubsubDefaultConf (
    serviceID           TEXT     NOT NULL,
    leaf                SMALLINT NOT NULL,
    deliverPayloads     SMALLINT NOT NULL,
    maxPayloadSize      INTEGER  NOT NULL,
    persistItems        SMALLINT NOT NULL,
    maxItems            INTEGER  NOT NULL,
    notifyConfigChanges SMALLINT NOT NULL,
    notifyDelete        SMALLINT NOT NULL,
    notifyRetract       SMALLINT NOT NULL,
    presenceBased       SMALLINT NOT NULL,
    sendItemSubscribe   SMALLINT NOT NULL,
    publisherModel      TEXT     NOT NULL,
    subscriptionEnabled SMALLINT NOT NULL,
    accessModel         TEXT     NOT NULL,
    language            TEXT,
    replyPolicy         TEXT,
    associationPolicy   TEXT     NOT NULL,
    maxLeafNodes        INTEGER  NOT NULL,
    CONSTRAINT ofPubsubDefaultConfPk PRIMARY KEY (serviceID, leaf)
);

-- Other servers and components: who may connect (permission is allowed or blocked).
CREATE TABLE ofRemoteServerConf (
    xmppDomain TEXT    NOT NULL,
    remotePort INTEGER,
    permission TEXT    NOT NULL,
    CONSTRAINT ofRemoteServerConfPk PRIMARY KEY (xmppDomain)
);

CREATE TABLE ofExtComponentConf (
    subdomain  TEXT     NOT NULL,
    wildcard   SMALLINT NOT NULL,
    secret     TEXT,
    permission TEXT     NOT NULL,
    CONSTRAINT ofExtComponentConfPk PRIMARY KEY (subdomain)
);

-- What administrators did.
CREATE TABLE ofSecurityAuditLog (
    msgID      BIGINT NOT NULL,
    username   TEXT   NOT NULL,
    entryStamp BIGINT NOT NULL,
    summary    TEXT   NOT NULL,
    node       TEXT   NOT NULL,
    details    TEXT,
    CONSTRAINT ofSecurityAuditLogPk PRIMARY KEY (msgID)
);
CREATE INDEX ofSecurityAuditLogByUsername ON ofSecurityAuditLog (username);
CREATE INDEX ofSecurityAuditLogByEntryStamp ON ofSecurityAuditLog (entryStamp);

-- 26 is the version that Openfire 4.2.0 asks for (SchemaManager.DATABASE_VERSION).
INSERT INTO ofVersion (name, version) VALUES ('openfire', 26);
