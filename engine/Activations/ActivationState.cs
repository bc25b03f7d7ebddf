namespace Orleans.Kube.Engine;

/// <summary>The life of an activation, in this order.</summary>
internal enum ActivationState : byte
{
    /// <summary>In the directory; no turn has run.</summary>
    New,

    /// <summary>The grain is made, its state read, OnActivateAsync runs; calls wait.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Active,

    /// <summary>OnDeactivateAsync runs; calls wait.</summary>
    Deactivating,

    /// <summary>Out of the directory: what still comes is forwarded to a fresh activation.</summary>
    Dead,
}
