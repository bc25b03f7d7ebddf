using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Kube.Engine;

/// <summary>What has to be known of an interface method to emit its calls.</summary>
internal sealed record GrainCallSignature(MethodInfo Method, Type[] Parameters, Type Arguments, Type? Result)
{
    private static readonly Type[] Tuples =
    [
        typeof(ValueTuple), typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ];

    /// <summary>Makes a <see cref="ValueTask"/> of the caller's task, where the method returns one.</summary>
    public ConstructorInfo? FromTask { get; } = IsValueTask(Method.ReturnType)
        ? Method.ReturnType.GetConstructor([Result is null ? typeof(Task) : typeof(Task<>).MakeGenericType(Result)])
        : null;

    /// <summary>Makes a task of the grain's <see cref="ValueTask"/>, where the method returns one.</summary>
    public MethodInfo? AsTask { get; } = IsValueTask(Method.ReturnType) ? Method.ReturnType.GetMethod("AsTask") : null;

    /// <exception cref="NotSupportedException">The method cannot be a grain call.</exception>
    public static GrainCallSignature Of(MethodInfo method)
    {
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var returned = method.ReturnType;
        var result = returned.IsGenericType ? returned.GenericTypeArguments[0] : null;
        var flaw = method switch
        {
            { IsGenericMethodDefinition: true } => "generic",
            { IsStatic: true } or { IsAbstract: false } => "not an abstract instance method",
            _ when !IsTask(returned) && !IsValueTask(returned) => "without a Task or ValueTask to return",
            _ when Array.Exists(parameters, parameter => parameter.IsByRef) => "passing something by reference",
            _ when parameters.Length >= Tuples.Length => $"of more than {Tuples.Length - 1} parameters",
            _ when result is not null && method.IsDefined(typeof(OneWayAttribute)) => "one-way and yet returning a result",
            _ => null,
        };
        if (flaw is not null)
        {
            throw new NotSupportedException($"{method.DeclaringType!.Name}.{method.Name} cannot be called on a grain: it is {flaw}.");
        }

        var tuple = parameters.Length == 0 ? Tuples[0] : Tuples[parameters.Length].MakeGenericType(parameters);
        return new(method, parameters, tuple, result);
    }

    /// <summary>The method for calls, with the emitted code that calls it on a grain.</summary>
    public GrainMethod Bind(MethodInfo invoker)
    {
        var maker = typeof(GrainCallSignature).GetMethod(nameof(NewMethod), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return (GrainMethod)maker.MakeGenericMethod(Arguments).Invoke(this, [invoker])!;
    }

    private static bool IsTask(Type type) => type == typeof(Task) || IsGeneric(type, typeof(Task<>));

    private static bool IsValueTask(Type type) => type == typeof(ValueTask) || IsGeneric(type, typeof(ValueTask<>));

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private GrainMethod<TArguments> NewMethod<TArguments>(MethodInfo invoker) => new()
    {
        Name = $"{Method.DeclaringType!.Name}.{Method.Name}",
        IsOneWay = Method.IsDefined(typeof(OneWayAttribute)),
        Interleaving = Method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? Interleaving.Always
            : Method.IsDefined(typeof(ReadOnlyAttribute)) ? Interleaving.WithReaders
            : Interleaving.Never,
        Invoker = invoker.CreateDelegate<GrainInvoker<TArguments>>(),
    };
}
