namespace Orleans.Kube.Engine;

/// <summary>A grain's state that is read before the grain activates.</summary>
internal interface ILoadableState
{
    Task LoadAsync(CancellationToken cancellation);
}
