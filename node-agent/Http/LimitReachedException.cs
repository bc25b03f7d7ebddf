namespace Orleans.Kube.NodeAgent.Http;

/// <summary>As many bytes were written as were asked for.</summary>
internal sealed class LimitReachedException() : Exception("the limit is reached");
