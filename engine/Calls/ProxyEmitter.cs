using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>
/// Emits one class per grain interface. For method number n it holds the method itself, which packs its arguments into a tuple and hands
/// them to <see cref="GrainProxy"/>, and a static <c>Invoke{n}</c>, which unpacks them and calls the grain.
/// </summary>
internal static class ProxyEmitter
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private static readonly Lock Emitting = new();
    private static readonly HashSet<string> Visible = [];
    private static int Emitted;
    private static readonly AssemblyBuilder Assembly =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Orleans.Kube.Engine.Proxies"), AssemblyBuilderAccess.Run);

    private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule("proxies");
    private static readonly Type[] ConstructorParameters = [typeof(GrainClass), typeof(string), typeof(GrainInterface)];
    private static readonly ConstructorInfo BaseConstructor = typeof(GrainProxy).GetConstructor(Hidden, ConstructorParameters)!;
    private static readonly MethodInfo InvokeVoid = typeof(GrainProxy).GetMethod("InvokeVoid", Hidden)!;
    private static readonly MethodInfo InvokeResult = typeof(GrainProxy).GetMethod("InvokeResult", Hidden)!;

    /// <exception cref="NotSupportedException">The interface has a method that cannot be a grain call.</exception>
    public static GrainInterface Emit(Type grainInterface)
    {
        if (!grainInterface.IsInterface || !grainInterface.IsAssignableTo(typeof(IAddressable)))
        {
            throw new ArgumentException($"{grainInterface} is not a grain interface.", nameof(grainInterface));
        }

        var methods = new[] { grainInterface }.Concat(grainInterface.GetInterfaces())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public)).Select(GrainCallSignature.Of).ToArray();
        lock (Emitting)
        {
            MakeVisible(typeof(GrainProxy).Assembly);
            MakeVisible(grainInterface.Assembly);
            Array.ForEach(methods, method => MakeVisible(method.Method.DeclaringType!.Assembly));
            return Emit(grainInterface, methods);
        }
    }

    private static GrainInterface Emit(Type grainInterface, GrainCallSignature[] methods)
    {
        var builder = Module.DefineType(
            $"{grainInterface.FullName}_{Emitted++}", TypeAttributes.Sealed | TypeAttributes.Class, typeof(GrainProxy), [grainInterface]);
        var constructor = EmitConstructor(builder);
        EmitFactory(builder, constructor);
        for (var i = 0; i < methods.Length; i++)
        {
            EmitMethod(builder, methods[i], i);
            EmitInvoker(builder, methods[i], i);
        }

        var type = builder.CreateType();
        return new GrainInterface(grainInterface.Name)
        {
            NewProxy = type.GetMethod("New")!.CreateDelegate<Func<GrainClass, string, GrainInterface, GrainProxy>>(),
            Methods = [.. methods.Select((method, i) => method.Bind(type.GetMethod("Invoke" + i)!))],
        };
    }

    private static ConstructorBuilder EmitConstructor(TypeBuilder builder)
    {
        var constructor = builder.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, ConstructorParameters);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Call, BaseConstructor);
        il.Emit(OpCodes.Ret);
        return constructor;
    }

    private static void EmitFactory(TypeBuilder builder, ConstructorBuilder constructor)
    {
        var il = builder.DefineMethod("New", MethodAttributes.Public | MethodAttributes.Static, typeof(GrainProxy), ConstructorParameters)
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder builder, GrainCallSignature call, int number)
    {
        var method = builder.DefineMethod(
            $"{call.Method.DeclaringType!.Name}.{call.Method.Name}.{number}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            call.Method.ReturnType,
            call.Parameters);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, number);
        for (var i = 0; i < call.Parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
        }

        EmitPack(il, call);
        il.Emit(OpCodes.Call, call.Result is null
            ? InvokeVoid.MakeGenericMethod(call.Arguments)
            : InvokeResult.MakeGenericMethod(call.Arguments, call.Result));
        if (call.FromTask is not null)
        {
            il.Emit(OpCodes.Newobj, call.FromTask);
        }

        il.Emit(OpCodes.Ret);
        builder.DefineMethodOverride(method, call.Method);
    }

    private static void EmitPack(ILGenerator il, GrainCallSignature call)
    {
        if (call.Parameters.Length > 0)
        {
            il.Emit(OpCodes.Newobj, call.Arguments.GetConstructor(call.Parameters)!);
            return;
        }

        var none = il.DeclareLocal(call.Arguments);
        il.Emit(OpCodes.Ldloca, none);
        il.Emit(OpCodes.Initobj, call.Arguments);
        il.Emit(OpCodes.Ldloc, none);
    }

    private static void EmitInvoker(TypeBuilder builder, GrainCallSignature call, int number)
    {
        var il = builder.DefineMethod("Invoke" + number, MethodAttributes.Public | MethodAttributes.Static, typeof(Task),
            [typeof(object), call.Arguments.MakeByRefType()]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, call.Method.DeclaringType!);
        for (var i = 0; i < call.Parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldfld, call.Arguments.GetField($"Item{i + 1}")!);
        }

        il.Emit(OpCodes.Callvirt, call.Method);
        if (call.AsTask is not null)
        {
            var result = il.DeclareLocal(call.Method.ReturnType);
            il.Emit(OpCodes.Stloc, result);
            il.Emit(OpCodes.Ldloca, result);
            il.Emit(OpCodes.Call, call.AsTask);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void MakeVisible(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        if (Visible.Add(name))
        {
            var constructor = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
            Assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [name]));
        }
    }
}
