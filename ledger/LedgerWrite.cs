using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger;

/// <summary>One compare-and-set on one object.</summary>
/// <param name="Object">The key and the content. A resourceVersion in it is ignored: the ledger assigns the new one.</param>
/// <param name="ExpectedRevision">The revision the object must be at; 0 when it must not exist.</param>
/// <param name="Kind">Store or remove.</param>
/// <param name="Logged">
/// False for heartbeats: the state is durable and watchers of the writing silo see every write, but history keeps only the latest, so
/// followers and resumed watches may see several such writes as one. Deletions are always logged.
/// </param>
public sealed record LedgerWrite(ApiObject Object, long ExpectedRevision, WriteKind Kind = WriteKind.Put, bool Logged = true);
