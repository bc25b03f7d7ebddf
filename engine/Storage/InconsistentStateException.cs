using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The stored state has another version than the writer expected. When a grain lets it escape from a call, its activation ends,
/// so that the next call reads the state afresh.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>A conflict nothing more is known of.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>A conflict in words.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict that another exception reported.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A conflict with both versions and the storage's exception.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>A conflict with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>A conflict with both versions, in the words of the storage's exception.</summary>
    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this(storageException.Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version that is stored, where known.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version the writer expected.</summary>
    public string? CurrentEtag { get; }

    // The exception travels on to callers that are grains: only the activation whose state it is ends.
    internal bool IsSourceActivation { get; set; } = true;
}
