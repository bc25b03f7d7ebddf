namespace Orleans.Kube.Engine;

/// <summary>With what an invocation may share its activation while one of them awaits.</summary>
internal enum Interleaving : byte
{
    /// <summary>With nothing that blocks.</summary>
    Never,

    /// <summary>With other readers.</summary>
    WithReaders,

    /// <summary>With everything.</summary>
    Always,
}
