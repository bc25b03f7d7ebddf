using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Kube.Engine.Tests.Api;

/// <summary>What an assembly shows to others: each visible type with the lines that describe it and its visible members.</summary>
internal static class ApiSurface
{
    /// <summary>Reads the metadata only: nothing of the assembly is loaded or run, and its references need not be there.</summary>
    public static SortedDictionary<string, SortedSet<string>> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var pe = new PEReader(stream);
        var reader = pe.GetMetadataReader();
        var surface = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            if (IsVisible(reader, handle))
            {
                surface[SignatureDecoder.Instance.GetTypeFromDefinition(reader, handle, 0)] = Describe(reader, reader.GetTypeDefinition(handle));
            }
        }

        return surface;
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static SortedSet<string> Describe(MetadataReader reader, TypeDefinition type)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal) { Kind(reader, type) };
        lines.UnionWith(type.GetCustomAttributes().Select(reader.GetCustomAttribute).Where(attribute => IsUsage(reader, attribute))
            .Select(attribute => $"usage {(AttributeTargets)reader.GetBlobReader(attribute.Value).ReadAfterProlog()}"));
        lines.UnionWith(type.GetInterfaceImplementations()
            .Select(handle => "implements " + Name(reader, reader.GetInterfaceImplementation(handle).Interface)));
        lines.UnionWith(type.GetMethods().Select(reader.GetMethodDefinition).Where(IsVisible).Select(method => Line(reader, method)));
        lines.UnionWith(type.GetFields().Select(reader.GetFieldDefinition).Where(IsVisible).Select(field => Line(reader, field)));
        return lines;
    }

    private static bool IsUsage(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && Name(reader, reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) == "System.AttributeUsageAttribute";

    private static int ReadAfterProlog(this BlobReader blob)
    {
        blob.Offset = sizeof(ushort);
        return blob.ReadInt32();
    }

    private static string Kind(MetadataReader reader, TypeDefinition type)
    {
        var attributes = type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.Interface);
        var generics = string.Concat(type.GetGenericParameters().Select(handle => Constraint(reader, handle)));
        return $"type {attributes}{generics} : {(type.BaseType.IsNil ? "-" : Name(reader, type.BaseType))}";
    }

    private static string Line(MetadataReader reader, MethodDefinition method)
    {
        const MethodAttributes Shown = MethodAttributes.MemberAccessMask | MethodAttributes.Static | MethodAttributes.Abstract;
        var signature = method.DecodeSignature(SignatureDecoder.Instance, null);
        var overridable = (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.Final)) == MethodAttributes.Virtual ? " virtual" : "";
        var generics = string.Concat(method.GetGenericParameters().Select(handle => Constraint(reader, handle)));
        var parameters = method.GetParameters().Select(reader.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
            .ToDictionary(parameter => parameter.SequenceNumber - 1, parameter => Suffix(reader, parameter));
        var list = signature.ParameterTypes.Select((parameter, i) => parameter + parameters.GetValueOrDefault(i));
        return $"{method.Attributes & Shown}{overridable} {signature.ReturnType} {reader.GetString(method.Name)}{generics}({string.Join(", ", list)})";
    }

    private static string Line(MetadataReader reader, FieldDefinition field)
    {
        const FieldAttributes Shown = FieldAttributes.FieldAccessMask | FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.Literal;
        var value = field.GetDefaultValue();
        return $"{field.Attributes & Shown} {field.DecodeSignature(SignatureDecoder.Instance, null)} {reader.GetString(field.Name)}"
            + (value.IsNil ? "" : " = " + Value(reader, value));
    }

    // Names count (callers may write them) and so do default values.
    private static string Suffix(MetadataReader reader, Parameter parameter) =>
        " " + reader.GetString(parameter.Name)
        + ((parameter.Attributes & ParameterAttributes.Out) != 0 ? " out" : "")
        + (parameter.GetDefaultValue() is { IsNil: false } value ? " = " + Value(reader, value) : "");

    private static string Value(MetadataReader reader, ConstantHandle handle)
    {
        var constant = reader.GetConstant(handle);
        return reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)?.ToString() ?? "null";
    }

    private static string Constraint(MetadataReader reader, GenericParameterHandle handle)
    {
        var parameter = reader.GetGenericParameter(handle);
        var bounds = parameter.GetConstraints().Select(bound => Name(reader, reader.GetGenericParameterConstraint(bound).Type));
        return $"[{parameter.Attributes}:{string.Join("&", bounds.Order(StringComparer.Ordinal))}]";
    }

    private static string Name(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => SignatureDecoder.Instance.GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => SignatureDecoder.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        _ => SignatureDecoder.Instance.GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0),
    };

    private static bool IsVisible(MethodDefinition method) => (method.Attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldDefinition field) => (field.Attributes & FieldAttributes.FieldAccessMask)
        is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
}
