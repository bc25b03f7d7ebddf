namespace Orleans.Runtime;

/// <summary>Which state of a grain, in which storage.</summary>
public interface IPersistentStateConfiguration
{
    /// <summary>The state's name within its grain.</summary>
    string StateName { get; }

    /// <summary>The storage's name; null for the default one.</summary>
    string? StorageName { get; }
}
