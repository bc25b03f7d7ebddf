using System.Reflection;

namespace Orleans.Kube.Engine.Tests.Api;

/// <summary>Writes a type of ours the way official-elsewhere.txt is written.</summary>
internal static class TypeText
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(uint)] = "uint", [typeof(void)] = "void",
    };

    /// <summary>The kind and name of a type, as its block begins.</summary>
    public static string Head(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return $"{kind} {type.Namespace}.{Name(type)}";
    }

    /// <summary>The types it derives from, without those that every type has.</summary>
    public static IEnumerable<string> Bases(Type type) => type.IsEnum
        ? []
        : new[] { type.BaseType }.OfType<Type>().Where(one => one != typeof(object)).Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []))
            .Select(Name);

    /// <summary>A line per visible member.</summary>
    public static IEnumerable<string> Members(Type type) => type.IsEnum
        ? [string.Join(", ", Enum.GetNames(type))]
        : type.GetConstructors(Own).Where(IsVisible).Select(method => $"{Access(method)}.ctor({Parameters(method)})")
            .Concat(type.GetProperties(Own).Where(property => IsVisible(property.GetMethod!)).Select(Property))
            .Concat(type.GetMethods(Own).Where(method => IsVisible(method) && !method.IsSpecialName && !IsOfObject(method)).Select(Method));

    private static string Property(PropertyInfo property) =>
        $"{Name(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod is { } set && IsVisible(set) ? "set; " : "")}}}";

    private static string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var overridable = method is { IsVirtual: true, IsFinal: false, DeclaringType.IsInterface: false } ? "virtual " : "";
        return $"{Access(method)}{overridable}{Name(method.ReturnType)} {method.Name}{generics}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsIn ? "in " : "") + Name(parameter.ParameterType) + " " + parameter.Name + (parameter.HasDefaultValue ? " = default" : "")));

    private static string Name(Type type)
    {
        type = type.IsByRef ? type.GetElementType()! : type;
        return Keywords.TryGetValue(type, out var keyword) ? keyword
            : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOfObject(MethodInfo method) => method.GetBaseDefinition().DeclaringType == typeof(object);
}
