package im.hearth.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.ServletRequest;
import javax.validation.ConstraintViolation;
import javax.validation.ElementKind;
import javax.validation.ParameterNameProvider;
import javax.validation.Path;
import javax.validation.Validation;
import javax.validation.Validator;
import javax.validation.executable.ExecutableValidator;
import javax.validation.metadata.BeanDescriptor;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import org.glassfish.jersey.server.internal.inject.ConfiguredValidator;
import org.glassfish.jersey.server.internal.process.MappableException;
import org.glassfish.jersey.server.model.Invocable;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;
import org.hibernate.validator.spi.nodenameprovider.PropertyNodeNameProvider;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of a resource method before it is called: the constraints (Bean Validation 2.0) on its parameters
 * and on whatever they hold, the body's record with or without {@code @Valid}. Fields go by their names on the wire.
 */
final class RequestValidator implements ConfiguredValidator {
    private final Validator validator;
    private final ExecutableValidator executables;

    RequestValidator(ObjectMapper mapper) {
        validator = Validation.byProvider(HibernateValidator.class)
                // Looking for a provider, an XML file or an expression language on the server's class path finds
                // whatever is there: ask for nothing.
                .providerResolver(() -> List.of(new HibernateValidator()))
                .configure()
                .ignoreXmlConfiguration()
                .defaultLocale(Locale.ENGLISH)
                .messageInterpolator(new ParameterMessageInterpolator(
                        Set.of(Locale.ENGLISH), Locale.ENGLISH, context -> Locale.ENGLISH, false))
                .propertyNodeNameProvider(new WireNames(mapper))
                .parameterNameProvider(new ParameterNames())
                .buildValidatorFactory()
                .getValidator();
        executables = validator.forExecutables();
    }

    @Override
    public void validateResourceAndInputParams(Object resource, Invocable invocable, @Nullable Object[] args) {
        Set<FieldError> errors = new LinkedHashSet<>();
        for (ConstraintViolation<?> violation :
                executables.validateParameters(resource, invocable.getHandlingMethod(), args)) {
            errors.add(error(violation));
        }
        for (Object arg : args) {
            // A request that a method asks for is nothing that a caller wrote.
            if (arg != null
                    && !(arg instanceof ServletRequest)
                    && arg.getClass().getName().startsWith("im.hearth.")
                    && validator.getConstraintsForClass(arg.getClass()).isBeanConstrained()) {
                validator.validate(arg).forEach(violation -> errors.add(error(violation)));
            }
        }
        if (!errors.isEmpty()) {
            // Without this cover, Jersey takes what a validator throws for a fault of its own.
            throw new MappableException(Problem.invalid(errors.stream()
                    .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                    .toList()));
        }
    }

    @Override
    public void validateResult(Object resource, Invocable invocable, @Nullable Object result) {
        // What we answer is our own doing.
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        StringBuilder field = new StringBuilder();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = String.valueOf(node.getName());
            } else if (node.getKind() != ElementKind.METHOD) {
                if (node.getIndex() != null) {
                    field.append('[').append(node.getIndex()).append(']');
                }
                if (node.getKey() != null) {
                    field.append('.').append(node.getKey());
                }
                if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
                    field.append(field.isEmpty() ? "" : ".").append(node.getName());
                }
            }
        }
        // The body and a bean of parameters have no name of their own on the wire.
        return new FieldError(field.isEmpty() ? parameter : field.toString(), violation.getMessage());
    }

    /** Parameters by the names that they have in the request. */
    private static final class ParameterNames implements ParameterNameProvider {
        @Override
        public List<String> getParameterNames(Constructor<?> constructor) {
            return names(constructor);
        }

        @Override
        public List<String> getParameterNames(Method method) {
            return names(method);
        }

        private static List<String> names(Executable executable) {
            return Arrays.stream(executable.getParameters())
                    .map(ParameterNames::name)
                    .collect(Collectors.toList());
        }

        private static String name(Parameter parameter) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                return query.value();
            }
            PathParam path = parameter.getAnnotation(PathParam.class);
            if (path != null) {
                return path.value();
            }
            HeaderParam header = parameter.getAnnotation(HeaderParam.class);
            return header == null ? "" : header.value();
        }
    }

    /** Properties by the names that they have in JSON, or as query parameters. */
    private record WireNames(ObjectMapper mapper) implements PropertyNodeNameProvider {
        @Override
        public String getName(Property property) {
            if (!(property instanceof JavaBeanProperty bean)) {
                return property.getName();
            }
            Class<?> type = bean.getDeclaringClass();
            try {
                QueryParam query = type.getDeclaredField(property.getName()).getAnnotation(QueryParam.class);
                if (query != null) {
                    return query.value();
                }
            } catch (NoSuchFieldException e) {
                // A getter without a field of its name has its name from JSON.
            }
            return mapper.getDeserializationConfig().introspect(mapper.constructType(type)).findProperties().stream()
                    .filter(candidate -> candidate.getInternalName().equals(property.getName()))
                    .map(BeanPropertyDefinition::getName)
                    .findFirst()
                    .orElse(property.getName());
        }
    }

    @Override
    public <T> Set<ConstraintViolation<T>> validate(T object, Class<?>... groups) {
        return validator.validate(object, groups);
    }

    @Override
    public <T> Set<ConstraintViolation<T>> validateProperty(T object, String property, Class<?>... groups) {
        return validator.validateProperty(object, property, groups);
    }

    @Override
    public <T> Set<ConstraintViolation<T>> validateValue(
            Class<T> type, String property, @Nullable Object value, Class<?>... groups) {
        return validator.validateValue(type, property, value, groups);
    }

    @Override
    public BeanDescriptor getConstraintsForClass(Class<?> type) {
        return validator.getConstraintsForClass(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return validator.unwrap(type);
    }

    @Override
    public ExecutableValidator forExecutables() {
        return executables;
    }
}
