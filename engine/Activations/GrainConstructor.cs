using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Engine;

/// <summary>
/// Makes grains of a class. What a constructor asks for comes from the silo's services; singletons are looked up once per class, and an
/// activation has a service scope of its own only if its class asks for something scoped or transient.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly ConstructorInvoker _invoker;
    private readonly Func<Activation, object?>[] _parameters;

    public GrainConstructor(EmbeddedSilo silo, Type implementation)
    {
        var constructors = implementation.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var constructor = constructors.Length == 1
            ? constructors[0]
            : constructors.FirstOrDefault(candidate => candidate.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.Where(candidate => candidate.IsPublic).MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException($"{implementation.Name} has no constructor that the engine could choose.");
        _invoker = ConstructorInvoker.Create(constructor);
        _parameters = [.. constructor.GetParameters().Select(parameter => Source(silo, parameter))];
    }

    public object Invoke(Activation activation, out ILoadableState[] states)
    {
        var arguments = new object?[_parameters.Length];
        var loadable = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _parameters[i](activation);
            loadable += arguments[i] is ILoadableState ? 1 : 0;
        }

        states = loadable == 0 ? [] : [.. arguments.OfType<ILoadableState>()];
        return _invoker.Invoke(arguments.AsSpan());
    }

    private static Func<Activation, object?> Source(EmbeddedSilo silo, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } facet)
        {
            return State(silo, parameter, facet);
        }

        if (type == typeof(IGrainContext))
        {
            return static activation => activation;
        }

        var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
        if (!silo.Lifetimes.IsSingleton(type, key))
        {
            return activation => Resolve(activation.ActivationServices, parameter, key);
        }

        var shared = new Lazy<object?>(() => Resolve(silo.Services, parameter, key));
        return _ => shared.Value;
    }

    private static object? Resolve(IServiceProvider services, ParameterInfo parameter, object? key)
    {
        var found = key is null
            ? services.GetService(parameter.ParameterType)
            : services.GetKeyedServices(parameter.ParameterType, key).LastOrDefault();
        return found ?? (parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new InvalidOperationException(
                $"{parameter.Member.DeclaringType!.Name} asks for {parameter.ParameterType}, and no such service is registered."));
    }

    private static Func<Activation, object?> State(EmbeddedSilo silo, ParameterInfo parameter, PersistentStateAttribute facet)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException(
                $"[PersistentState] of {parameter.Member.DeclaringType!.Name} is on {type}; it belongs on an IPersistentState<T>.");
        }

        var storage = facet.StorageName is null
            ? silo.Services.GetService<IGrainStorage>() ?? silo.Services.GetKeyedService<IGrainStorage>("Default")
            : silo.Services.GetKeyedService<IGrainStorage>(facet.StorageName);
        if (storage is null)
        {
            throw new InvalidOperationException(
                $"{parameter.Member.DeclaringType!.Name} keeps \"{facet.StateName}\" in the storage \"{facet.StorageName ?? "Default"}\": register one.");
        }

        var state = ConstructorInvoker.Create(typeof(PersistentState<>).MakeGenericType(type.GenericTypeArguments).GetConstructors()[0]);
        return activation => state.Invoke(facet.StateName, activation, storage);
    }
}
