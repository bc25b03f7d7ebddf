using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>A call with a result.</summary>
internal sealed class ResultRequest<TArguments, TResult>(GrainMethod<TArguments> method, GrainReference target, TArguments arguments)
    : Request(method, target)
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TArguments _arguments = arguments;

    public Task<TResult> Task => _answer.Task;

    public override bool IsAbandoned => _answer.Task.IsCompleted;

    public override Task Invoke(object grain) => ((GrainMethod<TArguments>)Method).Invoker(grain, ref _arguments);

    protected override void Answer(Task ended)
    {
        if (ended is Task<TResult> { IsCompletedSuccessfully: true } success)
        {
            _answer.TrySetResult(success.Result);
        }
        else if (ended is Task<TResult> typed)
        {
            _answer.TrySetFromTask(typed);
        }
        else
        {
            _answer.TrySetException(ended.Exception!.InnerExceptions);
        }
    }

    protected override void Fail(Exception reason) => _answer.TrySetException(reason);
}
