using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>The base of the emitted classes that implement grain interfaces for callers: each method makes a request and sends it.</summary>
internal abstract class GrainProxy(GrainClass grainClass, string key, GrainInterface shape) : GrainReference(grainClass, key)
{
    public override string InterfaceName => shape.Name;

    protected Task InvokeVoid<TArguments>(int method, TArguments arguments)
    {
        var request = new VoidRequest<TArguments>(Unsafe.As<GrainMethod<TArguments>>(shape.Methods[method]), this, arguments);
        Send(request);
        return request.Task;
    }

    protected Task<TResult> InvokeResult<TArguments, TResult>(int method, TArguments arguments)
    {
        var request = new ResultRequest<TArguments, TResult>(Unsafe.As<GrainMethod<TArguments>>(shape.Methods[method]), this, arguments);
        Send(request);
        return request.Task;
    }
}
