namespace Orleans.Kube.Ledger;

/// <summary>What a write does to its object.</summary>
public enum WriteKind
{
    /// <summary>Stores the content: a create when <see cref="LedgerWrite.ExpectedRevision"/> is 0, otherwise a replacement.</summary>
    Put,

    /// <summary>Removes the object; the content is its last state, which watchers receive at the deletion's revision.</summary>
    Delete,
}
