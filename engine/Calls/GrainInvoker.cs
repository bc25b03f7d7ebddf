namespace Orleans.Kube.Engine;

/// <summary>Calls one method of a grain; emitted beside the proxy of its interface.</summary>
internal delegate Task GrainInvoker<TArguments>(object grain, ref TArguments arguments);
