namespace Orleans;

/// <summary>A grain's state together with what its storage says about it.</summary>
public interface IGrainState<T>
{
    /// <summary>The state itself.</summary>
    T State { get; set; }

    /// <summary>The storage's version tag of the state last read or written; null where none exists.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the storage holds the state.</summary>
    bool RecordExists { get; set; }
}
