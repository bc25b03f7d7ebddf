namespace Orleans.Core;

/// <summary>A state that a storage keeps.</summary>
public interface IStorage
{
    /// <summary>The storage's version tag of what was last read or written.</summary>
    string? Etag { get; }

    /// <summary>Whether the storage holds the state.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the stored state.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The stored version is another than the one read.</exception>
    Task ClearStateAsync();

    /// <summary>Stores the state.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The stored version is another than the one read.</exception>
    Task WriteStateAsync();

    /// <summary>Reads the state again, forgetting unwritten changes.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
