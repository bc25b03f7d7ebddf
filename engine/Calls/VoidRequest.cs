using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>A call without a result.</summary>
internal sealed class VoidRequest<TArguments>(GrainMethod<TArguments> method, GrainReference target, TArguments arguments)
    : Request(method, target)
{
    private readonly TaskCompletionSource? _answer = method.IsOneWay ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TArguments _arguments = arguments;

    public Task Task => _answer?.Task ?? Task.CompletedTask;

    public override bool IsAbandoned => _answer is { Task.IsCompleted: true };

    public override Task Invoke(object grain) => ((GrainMethod<TArguments>)Method).Invoker(grain, ref _arguments);

    protected override void Answer(Task ended)
    {
        if (ended.IsCompletedSuccessfully)
        {
            _answer!.TrySetResult();
        }
        else
        {
            _answer!.TrySetFromTask(ended);
        }
    }

    protected override void Fail(Exception reason) => _answer?.TrySetException(reason);
}
