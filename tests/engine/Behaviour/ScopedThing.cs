namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>A service of which each activation has its own.</summary>
internal sealed class ScopedThing : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}
