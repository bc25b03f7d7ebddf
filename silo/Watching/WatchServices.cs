namespace Orleans.Kube.Silo.Watching;

/// <summary>What a watch session needs of its surroundings.</summary>
/// <param name="Crowd">Those that follow the same resource.</param>
/// <param name="Stopping">Cancelled when the server stops.</param>
/// <param name="Abort">Drops the connection.</param>
internal sealed record WatchServices(WatchOptions Options, WatchCrowd Crowd, TimeProvider Time, CancellationToken Stopping, Action Abort);
