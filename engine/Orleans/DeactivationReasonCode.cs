namespace Orleans;

/// <summary>The kinds of reason for which an activation ends; this engine uses some of them.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason given.</summary>
    None = 0,

    /// <summary>The silo stops.</summary>
    ShuttingDown = 1,

    /// <summary>The grain could not be activated.</summary>
    ActivationFailed = 2,

    /// <summary>The grain directory failed.</summary>
    DirectoryFailure = 3,

    /// <summary>Nobody called the grain for its idle age.</summary>
    ActivationIdle = 4,

    /// <summary>The activation did not make progress.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Another activation of the grain exists.</summary>
    DuplicateActivation = 6,

    /// <summary>The activation cannot serve the interface version that was asked for.</summary>
    IncompatibleRequest = 7,

    /// <summary>The grain's code failed in a way that spoils its state.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The grain moves to another silo.</summary>
    Migrating = 10,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory runs short.</summary>
    HighMemoryPressure = 12,
}
